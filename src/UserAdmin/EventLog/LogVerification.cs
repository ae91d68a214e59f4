using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>What a walk along the whole log found.</summary>
/// <param name="Position">Last good position.</param>
/// <param name="HeadHash">Hash of the event there, as lower-case hex. Kept elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="Problem">What is wrong at <paramref name="BadPosition"/>, as a sentence, or null.</param>
/// <param name="BadPosition">First bad position, or null.</param>
public sealed record LogVerdict(long Position, string HeadHash, string? Problem = null, long? BadPosition = null);

/// <summary>Checks that the event log is contiguous and its hash chain unbroken.</summary>
public interface ILogVerification
{
    /// <summary>Walks along the log from its first event.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    LogVerdict Verify(CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class LogVerification(IWriteStore writeStore, IReadStore readStore) : ILogVerification
{
    private const int BatchSize = 2000;

    public LogVerdict Verify(CancellationToken cancellationToken = default)
    {
        // Before the walk: what is appended and projected meanwhile must not look like an end that was cut off.
        var seen = ReadCheckpoint();
        using var log = new LogReader(writeStore);
        var (position, hash) = (0L, EventHash.Genesis);
        while (true)
        {
            if (!TryRead(log, position, out var records))
            {
                return new LogVerdict(position, Convert.ToHexStringLower(hash), $"Event {position + 1} was changed after it was written: it cannot even be read.", position + 1);
            }

            if (records.Count == 0)
            {
                break;
            }

            foreach (var record in records)
            {
                if (Problem(record, position, hash) is { } problem)
                {
                    return new LogVerdict(position, Convert.ToHexStringLower(hash), problem, position + 1);
                }

                (position, hash) = (record.Position, record.Hash);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return Truncation(log, seen, position) is { } cut
            ? new LogVerdict(position, Convert.ToHexStringLower(hash), cut, position + 1)
            : new LogVerdict(position, Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads a batch; when one event of it cannot be read, the next event alone, so that all before the bad one are looked at. False when it is that one.</summary>
    private static bool TryRead(LogReader log, long position, out List<EventRecord> records)
    {
        foreach (var take in (ReadOnlySpan<int>)[BatchSize, 1])
        {
            try
            {
                records = log.Read(position, take);
                return true;
            }
            catch (UnreadableEventException)
            {
                // Once more, alone.
            }
        }

        records = [];
        return false;
    }

    private static string? Problem(EventRecord record, long position, byte[] hash) =>
        record.Position != position + 1 ? $"Event {position + 1} is missing; the next one is {record.Position}."
        : !record.PreviousHash.AsSpan().SequenceEqual(hash) ? $"Event {record.Position} does not follow from event {position}: one of them was replaced."
        : !record.Hash.AsSpan().SequenceEqual(EventHash.Compute(hash, record)) ? $"Event {record.Position} was changed after it was written."
        : null;

    /// <summary>A chain cannot tell that its end was cut off; the read model may have seen more.</summary>
    private static string? Truncation(LogReader log, Checkpoint seen, long position) =>
        seen.Position > position ? $"The log ends at event {position}, but the read model has already taken in event {seen.Position}: the end was cut off or an older backup restored."
            : log.HashAt(seen.Position) is { } known && known.AsSpan().SequenceEqual(seen.Hash) ? null
            : $"Event {seen.Position} is not the one that the read model has taken in: the log was replaced.";

    private Checkpoint ReadCheckpoint()
    {
        using var writer = readStore.OpenWriter();
        return writer.Checkpoint;
    }
}
