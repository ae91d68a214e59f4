using System.Data.Common;
using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Index;

namespace UserAdmin.Monitoring;

/// <summary>The result of verifying the whole log.</summary>
/// <param name="Position">Last good position.</param>
/// <param name="HeadHash">Hash of the event at that position, as lower-case hex. Stored elsewhere, it can prove later
/// that nothing before it was changed.</param>
/// <param name="Problem">What is wrong at <paramref name="BadPosition"/>, as a sentence, or null.</param>
/// <param name="BadPosition">First bad position, or null.</param>
public sealed record LogVerdict(long Position, string HeadHash, string? Problem = null, long? BadPosition = null)
{
    /// <summary>What could not be checked, as a sentence, or null.</summary>
    public string? Unchecked { get; init; }
}

/// <summary>A position and the hash of its event, as printed by an earlier verification.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Hash">As lower-case hex.</param>
public sealed record LogHead(long Position, string Hash);

/// <summary>
/// Checks that the event log is contiguous and its hash chain unbroken. It writes nothing and needs only the write
/// database.
/// </summary>
public interface ILogVerification
{
    /// <summary>Verifies the log from its first event.</summary>
    /// <param name="kept">A head that was stored elsewhere and must be found in the log, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">The write database cannot be opened.</exception>
    LogVerdict Verify(LogHead? kept = null, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class LogVerification(IWriteStore writeStore, IReadStore readStore) : ILogVerification
{
    private const int BatchSize = 2000;

    public LogVerdict Verify(LogHead? kept, CancellationToken cancellationToken)
    {
        // Read before the verification, so that events appended and projected meanwhile do not look like a truncated
        // log.
        var (seen, blind) = ReadCheckpoint();
        var connection = writeStore.OpenReadOnly();
        using var log = new LogReader(connection, asStored: true);
        var misplaced = Misplaced(connection);
        var (position, hash) = (0L, EventHash.Genesis);
        while (true)
        {
            if (Read(log, position, out var records) is { } unreadable)
            {
                return new LogVerdict(position, Hex(hash), unreadable, position + 1);
            }

            if (records.Count == 0)
            {
                break;
            }

            foreach (var record in records)
            {
                if ((Problem(record, position, hash) ?? Other(kept, record)) is { } problem)
                {
                    return new LogVerdict(position, Hex(hash), problem, position + 1);
                }

                (position, hash) = (record.Position, record.Hash);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        var verdict = new LogVerdict(position, Hex(hash)) { Unchecked = blind };
        try
        {
            var compared = Compare(log, verdict, kept, seen);
            return compared.Problem is null && misplaced is { } row
                ? verdict with
                {
                    Problem = FormattableString.Invariant(
                        $"There is a row at position {row}, where no event can be: positions begin with 1."
                    ),
                    BadPosition = row,
                }
                : compared;
        }
        catch (DbException fault)
        {
            return verdict with
            {
                Problem = $"The events are intact, but the rest of the file is not: {writeStore.Explain(fault)}",
                BadPosition = position + 1,
            };
        }
    }

    /// <summary>Compares a log whose chain is unbroken with what other sources know about it.</summary>
    private static LogVerdict Compare(LogReader log, LogVerdict verdict, LogHead? kept, Checkpoint? seen)
    {
        var position = verdict.Position;
        return kept?.Position > position
                ? verdict with
                {
                    Problem = string.Create(
                        CultureInfo.InvariantCulture,
                        $"The log ends at event {position}, before event {kept.Position} that was kept: the "
                            + $"end was cut off or an older backup restored."
                    ),
                    BadPosition = position + 1,
                }
            : seen is not null && Truncation(log, seen, position) is { } cut
                ? verdict with
                {
                    Problem = cut,
                    BadPosition = Math.Min(position, seen.Position) + 1,
                }
            : log.OpenMismatches() is [var open, ..]
                ? verdict with
                {
                    Problem = Unexplained(open),
                    BadPosition = open.Position,
                }
            : verdict;
    }

    /// <summary>
    /// Reads a batch. If one of its events cannot be read, reads only the next event, so that all events before the bad
    /// one are checked.
    /// </summary>
    /// <returns>The reason why the next event cannot be read, or null.</returns>
    private string? Read(LogReader log, long position, out List<EventRecord> records)
    {
        string? problem = null;
        foreach (var take in (ReadOnlySpan<int>)[BatchSize, 1])
        {
            try
            {
                records = log.Read(position, take);
                return null;
            }
            catch (UnreadableEventException)
            {
                problem = $"Event {position + 1} was changed after it was written: it cannot even be read.";
            }
            catch (DbException fault)
            {
                problem = $"Event {position + 1} cannot be read from the disk: {writeStore.Explain(fault)}";
            }
        }

        records = [];
        return problem;
    }

    private static string? Problem(EventRecord record, long position, byte[] hash) =>
        record.Position != position + 1 ? $"Event {position + 1} is missing; the next one is {record.Position}."
        : !record.PreviousHash.AsSpan().SequenceEqual(hash)
            ? $"Event {record.Position} does not follow from event {position}: one of them was replaced."
        : !record.Hash.AsSpan().SequenceEqual(EventHash.Compute(hash, record))
            ? $"Event {record.Position} was changed after it was written."
        : null;

    private static string? Other(LogHead? kept, EventRecord record) =>
        kept?.Position == record.Position && kept.Hash != Hex(record.Hash)
            ? $"Event {record.Position} is not the one that was kept ({kept.Hash}): the log was replaced, by "
                + "one whose own chain is intact."
            : null;

    private static string Unexplained(LogMismatch open) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The chain is intact, but on {open.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC the log was found not "
                + $"to be the one that had been read up to event {open.ExpectedPosition}, and nobody has said "
                + $"why. Acknowledge it on the page System."
        );

    /// <summary>
    /// Detects a truncated log, which the hash chain cannot show, by comparing it with the read model's checkpoint.
    /// </summary>
    private static string? Truncation(LogReader log, Checkpoint seen, long position) =>
        seen.Position > position
            ? $"The log ends at event {position}, but the read model has already applied event "
                + $"{seen.Position}: the end was cut off or an older backup restored."
        : log.HashAt(seen.Position) is { } known && known.AsSpan().SequenceEqual(seen.Hash) ? null
        : $"Event {seen.Position} is not the one that the read model has applied: the log was replaced.";

    private long? Misplaced(DbConnection connection)
    {
        try
        {
            using var command = connection.Command(
                null,
                "SELECT MIN(\"Position\") FROM \"EventLog\" WHERE \"Position\" < 1"
            );
            return command.ExecuteScalar() as long?;
        }
        catch (DbException fault)
        {
            throw new StartupException(writeStore.Explain(fault), fault);
        }
    }

    private (Checkpoint? Seen, string? Blind) ReadCheckpoint()
    {
        try
        {
            return readStore.FindCheckpoint() is { } seen
                ? (seen, null)
                : (null, "There is no read model, so an end that was cut off would not be noticed.");
        }
        catch (Exception fault) when (fault is DbException or StartupException)
        {
            return (null, "The read model cannot be read, so an end that was cut off would not be noticed.");
        }
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
