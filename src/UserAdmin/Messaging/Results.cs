namespace UserAdmin.Messaging;

/// <summary>The reason for a refusal: a stable code and a sentence for people.</summary>
/// <param name="Code">Stable name for tests and tools, such as <c>users.email-taken</c>.</param>
/// <param name="Message">A full English sentence that tells what is wrong and what to do.</param>
/// <param name="Field">Name of the command's property it concerns, or null when it concerns the whole command.</param>
public record Error(string Code, string Message, string? Field = null);

/// <summary>
/// The error of a command that edits a field which someone else has changed since the sender loaded it. Nothing of the
/// command was applied.
/// </summary>
/// <param name="Field">The command's property.</param>
/// <param name="Current">The value it has now; empty when it has none.</param>
/// <param name="ChangedBy">Display name of the person who changed it.</param>
/// <param name="ChangedAt">When it was changed, in UTC.</param>
/// <param name="Version">The version to send with the next try, after the sender has seen the other value.</param>
/// <param name="Message">The sentence.</param>
public sealed record StaleEdit(
    string Field,
    string Current,
    string ChangedBy,
    DateTimeOffset ChangedAt,
    long Version,
    string Message
) : Error("edit.stale", Message, Field);

/// <summary>The outcome of a command or query.</summary>
internal interface IOutcome
{
    /// <summary>The first reason for a refusal, or null.</summary>
    Error? Refusal { get; }
}

/// <summary>The outcome of a command.</summary>
public sealed record CommandResult : IOutcome
{
    private CommandResult(long position, bool changed, IReadOnlyList<Error> errors) =>
        (Position, Changed, Errors) = (position, changed, errors);

    /// <summary>
    /// The result that a handler returns on success; the unit of work replaces it with one that has the position.
    /// </summary>
    internal static CommandResult Done { get; } = new(0, false, []);

    /// <summary>
    /// Position of the change in the event log (1 or more; 0 when refused). A command that had nothing to change is
    /// accepted at the end of the log.
    /// </summary>
    public long Position { get; }

    /// <summary>
    /// Whether anything changed; false if the command was refused or had nothing to change. A repeated send returns the
    /// same value as the first.
    /// </summary>
    public bool Changed { get; }

    /// <summary>Why it was refused; empty when it was accepted.</summary>
    public IReadOnlyList<Error> Errors { get; }

    /// <summary>True when the change is on disk; false when nothing at all has changed.</summary>
    public bool IsAccepted => Errors.Count == 0;

    Error? IOutcome.Refusal => Errors is [var first, ..] ? first : null;

    /// <summary>Creates the result of an accepted command, whose change is on disk.</summary>
    /// <param name="position">Position of its last event.</param>
    /// <param name="changed">Whether the command has an event; false if there was nothing to change.</param>
    public static CommandResult Accepted(long position, bool changed = true) => new(position, changed, []);

    /// <summary>Creates the result of a refused command, which changed nothing.</summary>
    /// <param name="errors">The reasons; at least one.</param>
    public static CommandResult Refused(params IReadOnlyList<Error> errors) =>
        errors.Count > 0
            ? new(0, false, errors)
            : throw new ArgumentException("A refusal needs a reason.", nameof(errors));
}

/// <summary>The answer to a query, and how current it is.</summary>
/// <typeparam name="TView">The view model.</typeparam>
public sealed record Answer<TView> : IOutcome
{
    /// <summary>The view model; default if the query was refused or found nothing.</summary>
    public TView? Value { get; init; }

    /// <summary>Log position of the read model before the query ran; the data is at least as new.</summary>
    public long Position { get; init; }

    /// <summary>
    /// True when the sender's own change (<see cref="QueryContext.AtLeast"/>) is not in the answer yet.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>The reason why the query was refused, or null.</summary>
    public Error? Refusal { get; init; }
}
