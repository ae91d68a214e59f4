using System.Data.Common;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Copying;

/// <summary>
/// Copies a write database to another one, whichever providers they have, and compares them afterwards (decision 75).
/// A copy that was interrupted goes on from where it stopped.
/// </summary>
/// <param name="source">Where the copy is read from; not changed.</param>
/// <param name="target">Where it is written to.</param>
/// <param name="tell">Told how far it is, at most every thousand rows.</param>
/// <param name="rowsPerCommit">How many rows are written in one transaction.</param>
internal sealed class DatabaseCopy(
    ICopySide source,
    ICopySide target,
    Action<CopyProgress> tell,
    int rowsPerCommit = DatabaseCopy.UsualRowsPerCommit
)
{
    private const int UsualRowsPerCommit = 10_000;
    private const int RowsBetweenLooks = 1_000;

    /// <summary>Copies, and compares.</summary>
    /// <param name="cancellationToken">Interrupts the copy.</param>
    /// <exception cref="StartupException">It cannot be done; the message tells why and what to do.</exception>
    public CopyReport Run(CancellationToken cancellationToken)
    {
        if (string.Equals(source.Setup.Name, target.Setup.Name, StringComparison.Ordinal))
        {
            throw new StartupException($"--from and --to name the same database, {source.Setup.Name}.");
        }

        foreach (var side in (ICopySide[])[source, target])
        {
            side.Store.Layout.RefuseIfAttached(
                side.Setup.Name,
                "Copy them with the means of that application, and attach the new database."
            );
        }

        try
        {
            return CopyAndCompare(cancellationToken);
        }
        catch (DbException fault)
        {
            // If both have the same provider, it is not known which of them it was.
            var problem =
                source.Throws(fault) && target.Throws(fault) ? fault.Message
                : source.Throws(fault) ? source.Store.Explain(fault)
                : target.Store.Explain(fault);
            throw new StartupException(
                $"{problem} The copy is not finished. When this is repaired, run the same copy again: it goes on from "
                    + "where it stopped.",
                fault
            );
        }
    }

    private CopyReport CopyAndCompare(CancellationToken cancellationToken)
    {
        var check = new CopyCheck(source, target);
        check.SourceIsCurrent();
        using var noSource = source.Exclude();
        using var noTarget = target.Exclude();
        using var snapshot = source.OpenSnapshot();
        var counts = source.Tables.ToDictionary(table => table.Name, table => CopyReader.Count(snapshot, table));
        LogHead? head;
        UnfinishedCopy mark;
        using (var log = new LogReader(source.Store.OpenReadOnly(), source.Store.Layout, asStored: true))
        {
            head = HeadOf(snapshot, source.Store.Layout);
            check.TargetIsOurs(log);
            mark = new UnfinishedCopy(source.Setup.Name, CopyCheck.First(log));
        }

        check.SourceCanBeCopied(
            snapshot,
            head,
            (table, rows) => Counted(CopyStep.Checking, table.Name, rows),
            cancellationToken
        );
        target.Setup.Migrate();
        using var writer = target.OpenWriter();
        writer.Mark(mark);
        var transfer = new CopyTransfer(source, target, writer, rowsPerCommit);
        ForEachTable((number, name) => transfer.Run(snapshot, number, rows => Counted(CopyStep.Copying, name, rows)));
        return Compare();

        void ForEachTable(Action<int, string> work)
        {
            for (var i = 0; i < source.Tables.Count; i++)
            {
                work(i, source.Tables[i].Name);
            }
        }

        CopyReport Compare()
        {
            var comparison = new CopyComparison(source, target);
            if (CopyCheck.Verify(target, head, cancellationToken) is { Problem: { } problem })
            {
                comparison.Add(problem);
            }

            var tables = new List<CopiedRows>();
            using (var there = target.OpenSnapshot())
            {
                ForEachTable(
                    (number, name) =>
                        tables.Add(
                            new(
                                name,
                                comparison.Run(snapshot, there, number, rows => Counted(CopyStep.Comparing, name, rows))
                            )
                        )
                );
            }

            if (comparison.Differences.Count == 0)
            {
                target.Add(source.Keys());
                writer.Finish();
            }

            return new CopyReport(
                source.Setup.Name,
                target.Setup.Name,
                tables,
                comparison.Differences,
                source.Unknown(snapshot),
                head?.Position ?? 0,
                head?.Hash ?? Convert.ToHexStringLower(EventHash.Genesis)
            );
        }

        IEnumerable<object?[]> Counted(CopyStep step, string table, IEnumerable<object?[]> rows)
        {
            var done = 0L;
            foreach (var row in rows)
            {
                if (done % RowsBetweenLooks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    tell(new CopyProgress(step, table, done, counts[table]));
                }

                yield return row;
                done++;
            }
        }
    }

    private static LogHead? HeadOf(DbConnection snapshot, DatabaseLayout layout)
    {
        using var tail = EventLogSql.Tail(snapshot, layout, null);
        using var row = tail.ExecuteReader();
        return row.Read() ? new LogHead(row.GetInt64(0), Convert.ToHexStringLower((byte[])row.GetValue(1))) : null;
    }
}
