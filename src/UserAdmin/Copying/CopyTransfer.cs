using System.Data.Common;
using UserAdmin.EventLog;

namespace UserAdmin.Copying;

/// <summary>
/// Makes the rows of the target those of the source. What is already there and equal is not written again.
/// </summary>
/// <param name="source">Where the copy is read from.</param>
/// <param name="target">Where it is written to.</param>
/// <param name="writer">Writes to the target.</param>
/// <param name="rowsPerCommit">How many rows are lost at most, and have to be written again, if the copy is
/// interrupted.</param>
internal sealed class CopyTransfer(ICopySide source, ICopySide target, ICopyWriter writer, int rowsPerCommit)
{
    private readonly CopyReader _from = new(source);
    private readonly CopyReader _to = new(target);
    private int _written;

    /// <summary>Copies a table.</summary>
    /// <param name="snapshot">An open snapshot of the source.</param>
    /// <param name="number">The table's number in both.</param>
    /// <param name="count">Counts the rows while they are read.</param>
    public void Run(DbConnection snapshot, int number, Func<IEnumerable<object?[]>, IEnumerable<object?[]>> count)
    {
        var (table, into) = (source.Tables[number], target.Tables[number]);
        if (into.IsLog)
        {
            Append(count(_from.Rows(snapshot, table, after: Tail())), into);
            return;
        }

        if (IsEmpty(into))
        {
            Append(count(_from.Rows(snapshot, table)), into);
            return;
        }

        // All of these first: a row that stays may have a value that another one has given up.
        Write(
            Merge(snapshot, table, into, rows => rows).Where(IsObsolete).Select(pair => pair.Target!),
            row => writer.Delete(into, row)
        );
        Append(
            Merge(snapshot, table, into, count).Where(pair => pair.Target is null).Select(pair => pair.Source!),
            into
        );

        bool IsObsolete((object?[]? Source, object?[]? Target) pair) =>
            pair.Target is { } there
            && (
                pair.Source is not { } here
                || CopiedValues.Difference(into, here, there, Math.Max(source.Precision, target.Precision)) is not null
            );
    }

    private void Append(IEnumerable<object?[]> rows, CopiedTable into) => Write(rows, row => writer.Insert(into, row));

    private void Write(IEnumerable<object?[]> rows, Action<object?[]> write)
    {
        foreach (var row in rows)
        {
            write(row);
            if (++_written % rowsPerCommit == 0)
            {
                writer.Commit();
            }
        }

        writer.Commit();
    }

    private IEnumerable<(object?[]? Source, object?[]? Target)> Merge(
        DbConnection snapshot,
        CopiedTable table,
        CopiedTable into,
        Func<IEnumerable<object?[]>, IEnumerable<object?[]>> count
    )
    {
        // Another connection than the writer's, which goes on seeing what was there before.
        using var there = target.OpenSnapshot();
        foreach (var pair in CopyMerge.Of(into, count(_from.Rows(snapshot, table)), _to.Rows(there, into)))
        {
            yield return pair;
        }
    }

    private long Tail()
    {
        using var log = new LogReader(target.Store.OpenReadOnly(), target.Store.Layout, asStored: true);
        return log.Tail().Position;
    }

    private bool IsEmpty(CopiedTable into)
    {
        using var there = target.OpenSnapshot();
        return !CopyReader.Any(there, into);
    }
}
