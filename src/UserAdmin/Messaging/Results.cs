namespace UserAdmin.Messaging;

/// <summary>Why something was refused: a named fact with a sentence for people.</summary>
/// <param name="Code">Stable name for tests and tools, such as <c>users.email-taken</c>.</param>
/// <param name="Message">A full English sentence that says what is wrong and what to do.</param>
/// <param name="Field">Name of the command's property it concerns, or null when it concerns the whole command.</param>
public record Error(string Code, string Message, string? Field = null);

/// <summary>
/// The field was changed by someone else since the sender looked; nothing of the command was applied.
/// </summary>
/// <param name="Field">The command's property.</param>
/// <param name="Current">The value it has now; empty when it has none.</param>
/// <param name="ChangedBy">Display name of the person who changed it.</param>
/// <param name="ChangedAt">When, in UTC.</param>
/// <param name="Version">The version to send with the next try, now that the other's value has been seen.</param>
/// <param name="Message">The sentence.</param>
public sealed record StaleEdit(
    string Field,
    string Current,
    string ChangedBy,
    DateTimeOffset ChangedAt,
    long Version,
    string Message
) : Error("edit.stale", Message, Field);

/// <summary>What came of a message, whatever its kind.</summary>
internal interface IOutcome
{
    bool IsRefused { get; }
}

/// <summary>What became of a command.</summary>
public sealed record CommandResult : IOutcome
{
    private CommandResult(long position, bool changed, IReadOnlyList<Error> errors) =>
        (Position, Changed, Errors) = (position, changed, errors);

    /// <summary>
    /// What a handler returns when it has done its part; the unit of work puts the position in its place.
    /// </summary>
    internal static CommandResult Done { get; } = new(0, false, []);

    /// <summary>
    /// Position in the event log at which the change stands (1 or more; 0 when refused). A command that found
    /// everything as it wanted it is accepted at the log's end.
    /// </summary>
    public long Position { get; }

    /// <summary>
    /// Whether anything changed; false when it was refused, and when everything was as the command wanted it. A
    /// repeated send says the same as the first.
    /// </summary>
    public bool Changed { get; }

    /// <summary>Why it was refused; empty when it was accepted.</summary>
    public IReadOnlyList<Error> Errors { get; }

    /// <summary>True when the change is on disk; false when nothing at all has changed.</summary>
    public bool IsAccepted => Errors.Count == 0;

    bool IOutcome.IsRefused => !IsAccepted;

    /// <summary>Accepted: the change is on disk.</summary>
    /// <param name="position">Position of its last event.</param>
    /// <param name="changed">Whether it has an event: false when everything was so already.</param>
    public static CommandResult Accepted(long position, bool changed = true) => new(position, changed, []);

    /// <summary>Refused: nothing has changed.</summary>
    /// <param name="errors">Why; at least one.</param>
    public static CommandResult Refused(params IReadOnlyList<Error> errors) =>
        errors.Count > 0
            ? new(0, false, errors)
            : throw new ArgumentException("A refusal needs a reason.", nameof(errors));
}

/// <summary>The answer to a query, and how fresh it is.</summary>
/// <typeparam name="TView">The view model.</typeparam>
public sealed record Answer<TView> : IOutcome
{
    /// <summary>The view model; default when the query was refused, or when there is no such thing.</summary>
    public TView? Value { get; init; }

    /// <summary>Log position at which the read model stood before the query ran; the data is at least as new.</summary>
    public long Position { get; init; }

    /// <summary>
    /// True when the sender's own change (<see cref="QueryContext.AtLeast"/>) is not in the answer yet.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>Why the query was refused, or null.</summary>
    public Error? Refusal { get; init; }

    bool IOutcome.IsRefused => Refusal is not null;
}
