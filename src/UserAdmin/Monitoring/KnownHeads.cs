using System.Globalization;
using System.Text.Json;
using UserAdmin.EventLog;

namespace UserAdmin.Monitoring;

/// <summary>
/// What is known about the log besides its own chain: heads that were kept elsewhere, and the signed heads that the log
/// itself contains. Whoever rewrites the log and computes the hashes again must also find and forge these.
/// </summary>
internal sealed class KnownHeads
{
    private readonly LogReader _log;
    private readonly ILookup<long, LogHead> _kept;
    private readonly IReadOnlyList<LogSealing> _sealings;
    private readonly LogSealed? _sealed;
    private readonly string? _formerProblem;
    private int _fromBefore;
    private LogHead _confirmed = new(0, LogChain.Hex(EventHash.Genesis));

    /// <param name="log">The log that is verified.</param>
    /// <param name="kept">Heads that were kept elsewhere, in any order.</param>
    public KnownHeads(LogReader log, IReadOnlyList<LogHead> kept)
    {
        (_log, _kept) = (log, kept.ToLookup(head => head.Position));
        Last = kept.MaxBy(head => head.Position);
        _sealings = log.Sealings();
        if (_sealings is [var sealing, ..])
        {
            _sealed = sealing.Event;
            _formerProblem = FormerProblem(sealing);
        }
    }

    /// <summary>The last head that was kept, or null.</summary>
    public LogHead? Last { get; }

    /// <summary>What the log says about having been sealed; null if it was not.</summary>
    public LogSealingFacts? Sealing =>
        _sealings is [var (at, sealing), ..]
            ? new(
                at,
                sealing.SealedAt,
                sealing.Sealed,
                sealing.Unreadable,
                sealing.HeadPosition,
                sealing.KeyId,
                _fromBefore
            )
            : null;

    /// <summary>How a head came to be known, for a sentence: “kept”, or “signed on …”.</summary>
    public static string Word(LogHead head) =>
        head.SignedAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"signed on {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : "kept";

    /// <summary>Compares an event, whose chain is intact, with what is known.</summary>
    /// <returns>
    /// What is wrong, good up to the last head that was found in the log; null if nothing is.
    /// </returns>
    public LogVerdict? Compare(EventRecord record)
    {
        foreach (var head in _kept[record.Position])
        {
            if (head.Hash != LogChain.Hex(record.Hash))
            {
                if (Formerly(record.Position) != head.Hash)
                {
                    return Other(head, $" ({head.Hash}): the log was replaced, by one whose own chain is intact.");
                }

                _fromBefore++;
            }

            _confirmed = head;
        }

        return record.Type switch
        {
            nameof(LogHeadSigned) => CompareSigned(record),
            nameof(LogSealed) => CompareSealed(record),
            _ => null,
        };
    }

    /// <summary>
    /// Compares what an event says about the sealing of the log with the log. Its signature is checked elsewhere, with
    /// a key.
    /// </summary>
    private LogVerdict? CompareSealed(EventRecord record) =>
        _sealings.Count(sealing => sealing.RecordedAt == record.Position) != 1
            ? Bad(
                record.Position,
                $"Event {record.Position} says that the log was sealed, in a form that cannot be read."
            )
        : _sealings[0].RecordedAt != record.Position
            ? Bad(
                record.Position,
                $"Event {record.Position} says that the log was sealed, as event {_sealings[0].RecordedAt} does: one "
                    + "of them was forged."
            )
        : _sealed!.HeadPosition != record.Position - 1 || LogChain.Hex(record.PreviousHash) != _sealed.HeadHash
            ? Bad(
                record.Position,
                $"Event {record.Position} says that the log was sealed, but with other hashes: the log was rewritten "
                    + "and its hashes computed again."
            )
        : _formerProblem is { } problem ? Bad(record.Position, problem)
        : null;

    /// <summary>Checks that the hashes from before are those that the event names.</summary>
    private string? FormerProblem(LogSealing sealing) =>
        _log.FormerDigest(sealing.Event.HeadPosition) != sealing.Event.FormerDigest
            ? $"The hashes from before the log was sealed are not those of event {sealing.RecordedAt}: they were "
                + "changed since."
        : _log.FormerHashAt(sealing.Event.HeadPosition) is not { } former
        || LogChain.Hex(former) != sealing.Event.FormerHash
            ? $"Event {sealing.RecordedAt}, which says that the log was sealed, contradicts itself: it was forged."
        : null;

    /// <summary>The hash that an event had before the log was sealed, as hex; null if it had no other one.</summary>
    private string? Formerly(long position) =>
        position <= _sealed?.HeadPosition && _log.FormerHashAt(position) is { } former ? LogChain.Hex(former) : null;

    private LogVerdict? CompareSigned(EventRecord record)
    {
        LogHeadSigned head;
        try
        {
            head = EventCodec.Decode<LogHeadSigned>(record.Payload);
        }
        catch (JsonException)
        {
            return Bad(record.Position, $"Event {record.Position} holds a signature that cannot be read.");
        }

        var known = new LogHead(head.HeadPosition, head.HeadHash) { SignedAt = head.SignedAt };
        // Only a position before this one has been verified already. What was signed before the log was sealed are the
        // hashes of that time.
        if (
            head.HeadPosition >= record.Position
            || (
                record.Position <= _sealed?.HeadPosition ? Formerly(head.HeadPosition)
                : _log.HashAt(head.HeadPosition) is { } hash ? LogChain.Hex(hash)
                : null
            ) != head.HeadHash
        )
        {
            return Other(
                known,
                FormattableString.Invariant(
                    $", as event {record.Position} says: the log was rewritten and its hashes computed again."
                )
            );
        }

        if (known.Position > _confirmed.Position)
        {
            _confirmed = known;
        }

        return null;
    }

    // A head says that something up to it differs, but not what.
    private LogVerdict Other(LogHead head, string why) =>
        head.Position <= _sealed?.HeadPosition && _formerProblem is { } problem
            ? Bad(head.Position, problem)
            : Bad(
                head.Position,
                FormattableString.Invariant($"Event {head.Position} is not the one that was {Word(head)}{why} ")
                    + FormattableString.Invariant(
                        $"The first event that differs is one of {_confirmed.Position + 1} to {head.Position}."
                    )
            );

    private LogVerdict Bad(long position, string problem) =>
        new(_confirmed.Position, _confirmed.Hash, problem, position);
}
