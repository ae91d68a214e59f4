using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.EventLog;

/// <summary>Name under which the log speaks of itself: what was set aside, what did not fit.</summary>
internal static class LogSubject
{
    public const string Id = "event-log";
}

/// <summary>
/// An administrator lets the read model go on without an event that it cannot apply. The event stays in the log;
/// whoever follows the log leaves it out, also where it comes before this one.
/// </summary>
/// <param name="EventPosition">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="EventSubjectId">Whom it is about.</param>
/// <param name="Error">What went wrong with it.</param>
[OnlyInHistory("Whoever follows the log looks these up before it reads.")]
internal sealed record EventSetAside(long EventPosition, string EventType, string EventSubjectId, string Error)
    : IEvent,
        IChangesAccess
{
    public string SubjectId => LogSubject.Id;

    public string Describe() => FormattableString.Invariant($"Event {EventPosition} ({EventType}) set aside");
}

/// <summary>The log was not the one that the read model had been built from.</summary>
/// <param name="ExpectedPosition">Where the read model stood.</param>
/// <param name="ExpectedHash">Hash of the event that it had applied there, as hex.</param>
/// <param name="FoundHash">Hash of the event that was there instead; null when the log ended before it.</param>
/// <param name="LogEnd">Where the log ended.</param>
[OnlyInHistory("Whether it is still open is read from the log itself, so that no rebuild can lose it.")]
internal sealed record LogMismatchFound(long ExpectedPosition, string ExpectedHash, string? FoundHash, long LogEnd)
    : IEvent
{
    public string SubjectId => LogSubject.Id;

    public string Describe() =>
        FoundHash is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Log found to end at event {LogEnd}, before event {ExpectedPosition} that had been read: "
                    + $"cut off, or an older backup"
            )
            : FormattableString.Invariant(
                $"Log found to be another one than had been read, at event {ExpectedPosition} or the one after it"
            );
}

[OnlyInHistory("Whether it is still open is read from the log itself, so that no rebuild can lose it.")]
internal sealed record LogMismatchAcknowledged(long MismatchPosition) : IEvent
{
    public string SubjectId => LogSubject.Id;

    public string Describe() =>
        FormattableString.Invariant($"Mismatch of the log, recorded at event {MismatchPosition}, acknowledged");
}
