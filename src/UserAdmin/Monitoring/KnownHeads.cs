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
    private LogHead _confirmed = new(0, LogChain.Hex(EventHash.Genesis));

    /// <param name="log">The log that is verified.</param>
    /// <param name="kept">Heads that were kept elsewhere, in any order.</param>
    public KnownHeads(LogReader log, IReadOnlyList<LogHead> kept)
    {
        (_log, _kept) = (log, kept.ToLookup(head => head.Position));
        Last = kept.MaxBy(head => head.Position);
    }

    /// <summary>The last head that was kept, or null.</summary>
    public LogHead? Last { get; }

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
                return Other(head, $" ({head.Hash}): the log was replaced, by one whose own chain is intact.");
            }

            _confirmed = head;
        }

        return record.Type == nameof(LogHeadSigned) ? CompareSigned(record) : null;
    }

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
        // Only a position before this one has been verified already.
        if (
            head.HeadPosition >= record.Position
            || _log.HashAt(head.HeadPosition) is not { } hash
            || LogChain.Hex(hash) != head.HeadHash
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
        Bad(
            head.Position,
            FormattableString.Invariant($"Event {head.Position} is not the one that was {Word(head)}{why} ")
                + FormattableString.Invariant(
                    $"The first event that differs is one of {_confirmed.Position + 1} to {head.Position}."
                )
        );

    private LogVerdict Bad(long position, string problem) =>
        new(_confirmed.Position, _confirmed.Hash, problem, position);
}
