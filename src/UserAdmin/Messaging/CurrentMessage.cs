namespace UserAdmin.Messaging;

/// <summary>
/// What is known about the message being handled. One for each scope, filled by the bus and the pipeline.
/// </summary>
internal sealed class CurrentMessage
{
    private readonly Dictionary<ICommand, object> _prepared = new(ReferenceEqualityComparer.Instance);

    /// <summary>Who sent it, under which ids; set by the bus. For queries the command id is empty.</summary>
    public CommandContext Context { get; set; } = new(Actor.Anonymous, Guid.Empty);

    /// <summary>
    /// Whom the events of the command being handled name, where that is not the sender: a sign-in is sent by nobody
    /// yet. Never who is asked for permission.
    /// </summary>
    public Actor? EventActor { get; set; }

    /// <summary>What the actor may do; set by authorisation.</summary>
    public Access Access { get; set; } = Access.Nothing;

    /// <summary>Log position the answer of a query should include.</summary>
    public long AtLeast { get; set; }

    /// <summary><see cref="IAccessReader.Generation"/> when that was looked up.</summary>
    public int AccessGeneration { get; set; }

    /// <summary>Keeps what a preparation worked out for a command.</summary>
    public void Prepared(ICommand command, object result) => _prepared[command] = result;

    /// <summary>What the preparation of a command worked out, or default.</summary>
    public T? PreparedFor<T>(ICommand command) => _prepared.TryGetValue(command, out var result) ? (T)result : default;
}
