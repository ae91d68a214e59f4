using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.EventLog;

/// <summary>The subject id of events about the log itself, such as set-aside events and mismatches.</summary>
internal static class LogSubject
{
    public const string Id = "event-log";

    /// <summary>
    /// The subject id of the signatures of its head. They are many, and whoever looks for the other events about the
    /// log must not have to read over them.
    /// </summary>
    public const string Heads = "event-log-heads";
}

/// <summary>
/// An administrator let the read model continue without an event that it cannot apply. The event stays in the log, but
/// every follower skips it, even though it comes before this one.
/// </summary>
/// <param name="EventPosition">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="EventSubjectId">Id of its subject.</param>
/// <param name="Error">The error that it caused.</param>
[OnlyInHistory("Every follower looks these up before it reads the log.")]
internal sealed record EventSetAside(long EventPosition, string EventType, string EventSubjectId, string Error)
    : IEvent,
        IChangesAnyAccess
{
    public string SubjectId => LogSubject.Id;

    public string Describe() => FormattableString.Invariant($"Event {EventPosition} ({EventType}) set aside");
}

/// <summary>The log was not the one that the read model had been built from.</summary>
/// <param name="ExpectedPosition">Position that the read model had reached.</param>
/// <param name="ExpectedHash">Hash of the event that it had applied there, as hex.</param>
/// <param name="FoundHash">Hash of the event found at that position; null if the log ended before it.</param>
/// <param name="LogEnd">Position of the last event in the log.</param>
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
                $"Log found to differ from the one that had been read, at event {ExpectedPosition} or the next one"
            );
}

[OnlyInHistory("Whether it is still open is read from the log itself, so that no rebuild can lose it.")]
internal sealed record LogMismatchAcknowledged(long MismatchPosition) : IEvent
{
    public string SubjectId => LogSubject.Id;

    public string Describe() =>
        FormattableString.Invariant($"Mismatch of the log, recorded at event {MismatchPosition}, acknowledged");
}

/// <summary>
/// The head of the log was signed. A log that is rewritten before it, with hashes computed again, no longer has this
/// head.
/// </summary>
/// <param name="HeadPosition">Position of the last event before this one that was committed when it was signed.</param>
/// <param name="HeadHash">Hash of that event, as lower-case hex.</param>
/// <param name="SignedAt">When it was signed, in UTC.</param>
/// <param name="KeyId">Which key signed: SHA-256 of its public part (SubjectPublicKeyInfo, DER), as lower-case
/// hex.</param>
/// <param name="Signature">ECDSA over SHA-256 of the text of the anchor (<c>Anchor.Statement</c>), DER (RFC 3279), as
/// base64.</param>
[OnlyInHistory("It proves what the log was, and changes nothing.")]
internal sealed record LogHeadSigned(
    long HeadPosition,
    string HeadHash,
    DateTimeOffset SignedAt,
    string KeyId,
    string Signature
) : IEvent
{
    public string SubjectId => LogSubject.Heads;

    public string Describe() => FormattableString.Invariant($"Log signed up to event {HeadPosition}");
}

/// <summary>
/// The log was sealed: the personal texts of events that were written before texts were encrypted are encrypted now
/// (decision 94). That changed the hashes; the former ones are kept, and this ties both together.
/// </summary>
/// <param name="Sealed">How many events were changed.</param>
/// <param name="Unreadable">How many of them can no longer be read, because their account had been purged, or
/// a policy of retention has erased their day.</param>
/// <param name="HeadPosition">Position of the last event before this one.</param>
/// <param name="FormerHash">Hash that this event had before, as lower-case hex.</param>
/// <param name="FormerDigest">SHA-256 over the former hashes of all events up to there, in order, as lower-case
/// hex.</param>
/// <param name="HeadHash">Hash that it has now, as lower-case hex.</param>
/// <param name="SealedAt">When, in UTC.</param>
/// <param name="KeyId">Which key signed: SHA-256 of its public part (SubjectPublicKeyInfo, DER), as lower-case
/// hex.</param>
/// <param name="Signature">ECDSA over SHA-256 of the text <c>SealingStatement.Of</c>, DER (RFC 3279), as
/// base64.</param>
[OnlyInHistory("It proves what the log was, and changes nothing.")]
internal sealed record LogSealed(
    long Sealed,
    long Unreadable,
    long HeadPosition,
    string FormerHash,
    string FormerDigest,
    string HeadHash,
    DateTimeOffset SealedAt,
    string KeyId,
    string Signature
) : IEvent
{
    public string SubjectId => LogSubject.Id;

    public string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"Log sealed: personal texts of {Sealed} events encrypted")
        + (
            Unreadable == 0
                ? ""
                : FormattableString.Invariant(
                    $", {Unreadable} of them about what was erased before, and no longer readable"
                )
        );
}

/// <summary>The event that says that the log was sealed, as it is in the log.</summary>
/// <param name="RecordedAt">Its position.</param>
/// <param name="Event">The event.</param>
internal sealed record LogSealing(long RecordedAt, LogSealed Event);

/// <summary>A signature of the head, as it is in the log.</summary>
/// <param name="RecordedAt">Position of the event that holds it.</param>
/// <param name="Event">The event.</param>
internal sealed record SignedHead(long RecordedAt, LogHeadSigned Event);
