namespace UserAdmin.Messaging;

/// <summary>
/// The state of the message being handled. There is one per scope, filled by the bus and the pipeline.
/// </summary>
internal sealed class CurrentMessage
{
    private readonly Dictionary<ICommand, List<object>> _prepared = new(ReferenceEqualityComparer.Instance);

    /// <summary>The sender and the ids, set by the bus. For queries the command id is empty.</summary>
    public CommandContext Context { get; set; } = new(Actor.Anonymous, Guid.Empty);

    /// <summary>
    /// The actor that the command's events name if it is not the sender: a sign-in, for example, is sent anonymously.
    /// It is never used for permission checks.
    /// </summary>
    public Actor? EventActor { get; set; }

    /// <summary>The actor's access, set by authorisation.</summary>
    public Access Access { get; set; } = Access.Nothing;

    /// <summary>Log position the answer of a query should include.</summary>
    public long AtLeast { get; set; }

    /// <summary>The value of <see cref="IAccessReader.Generation"/> when <see cref="Access"/> was looked up.</summary>
    public int AccessGeneration { get; set; }

    /// <summary>
    /// Whether the command is sent again because its connection was lost. It does not join others, because one of them
    /// may be the reason.
    /// </summary>
    public bool IsRepeated { get; set; }

    /// <summary>
    /// Users and roles that another program may have changed while the command was tried. What it did is recorded
    /// first.
    /// </summary>
    public IReadOnlyCollection<string> ChangedMeanwhile { get; set; } = [];

    /// <summary>Runs when the command's place in the line at the write gate is certain.</summary>
    public Action? OnInLine { get; set; }

    /// <summary>The commands of the set that is being handled; empty for a single command.</summary>
    public IReadOnlyList<ICommand> Set { get; set; } = [];

    /// <summary>Stores a result of a command's preparation; a command has one of each type.</summary>
    public void Prepared(ICommand command, object result)
    {
        if (!_prepared.TryGetValue(command, out var results))
        {
            _prepared[command] = results = [];
        }

        results.RemoveAll(earlier => earlier.GetType() == result.GetType());
        results.Add(result);
    }

    /// <summary>Returns the result of a type of a command's preparation, or default.</summary>
    public T? PreparedFor<T>(ICommand command) =>
        _prepared.TryGetValue(command, out var results) ? results.OfType<T>().FirstOrDefault() : default;
}
