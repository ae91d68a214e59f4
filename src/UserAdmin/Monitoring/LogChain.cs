using System.Data.Common;
using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Monitoring;

/// <summary>
/// Verifies a log by itself, wherever it is stored: that it is contiguous, that its hash chain is unbroken, and that it
/// contains a head which was kept.
/// </summary>
internal static class LogChain
{
    private const int BatchSize = 2000;

    /// <summary>Verifies the log from its first event.</summary>
    /// <param name="log">Reads all events as they are stored.</param>
    /// <param name="kept">A head that must be found in the log, or null.</param>
    /// <param name="explain">Describes a database error to a person, in one line.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">There is no log.</exception>
    public static LogVerdict Verify(
        LogReader log,
        LogHead? kept,
        Func<DbException, string> explain,
        CancellationToken cancellationToken
    ) => Verify(log, kept is null ? [] : new[] { kept }, explain, cancellationToken);

    /// <summary>Verifies the log from its first event.</summary>
    /// <param name="log">Reads all events as they are stored.</param>
    /// <param name="kept">Heads that must be found in the log, in any order.</param>
    /// <param name="explain">Describes a database error to a person, in one line.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">There is no log.</exception>
    public static LogVerdict Verify(
        LogReader log,
        IReadOnlyList<LogHead> kept,
        Func<DbException, string> explain,
        CancellationToken cancellationToken
    )
    {
        var misplaced = Misplaced(log, explain);
        var heads = Known(log, kept, explain);
        var (position, hash) = (0L, EventHash.Genesis);
        while (true)
        {
            if (Read(log, position, explain, out var records) is { } unreadable)
            {
                return new LogVerdict(position, Hex(hash), unreadable, position + 1);
            }

            if (records.Count == 0)
            {
                return End(new LogVerdict(position, Hex(hash)) { Sealing = heads.Sealing }, heads.Last, misplaced);
            }

            foreach (var record in records)
            {
                if (Problem(record, position, hash) is { } problem)
                {
                    return new LogVerdict(position, Hex(hash), problem, position + 1);
                }

                if (heads.Compare(record) is { } other)
                {
                    return other;
                }

                (position, hash) = (record.Position, record.Hash);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static LogVerdict End(LogVerdict verdict, LogHead? last, long? misplaced) =>
        last?.Position > verdict.Position
            ? verdict with
            {
                Problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The log ends at event {verdict.Position}, before event {last.Position} that was "
                        + $"{KnownHeads.Word(last)}: the end was cut off or an older backup restored."
                ),
                BadPosition = verdict.Position + 1,
            }
        : misplaced is { } row
            ? verdict with
            {
                Problem = FormattableString.Invariant(
                    $"There is a row at position {row}, where no event can be: positions begin with 1."
                ),
                BadPosition = row,
            }
        : verdict;

    /// <summary>
    /// Reads a batch. If one of its events cannot be read, reads only the next event, so that all events before the bad
    /// one are checked.
    /// </summary>
    /// <returns>The reason why the next event cannot be read, or null.</returns>
    private static string? Read(
        LogReader log,
        long position,
        Func<DbException, string> explain,
        out List<EventRecord> records
    )
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
                problem = $"Event {position + 1} cannot be read from the disk: {explain(fault)}";
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

    private static KnownHeads Known(LogReader log, IReadOnlyList<LogHead> kept, Func<DbException, string> explain)
    {
        try
        {
            return new KnownHeads(log, kept);
        }
        catch (DbException fault)
        {
            throw new StartupException(explain(fault), fault);
        }
    }

    private static long? Misplaced(LogReader log, Func<DbException, string> explain)
    {
        try
        {
            return log.BeforeFirst();
        }
        catch (DbException fault)
        {
            throw new StartupException(explain(fault), fault);
        }
    }

    internal static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
