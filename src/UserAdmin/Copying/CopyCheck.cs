using System.Data.Common;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Copying;

/// <summary>
/// Looks for whatever keeps a copy from being made or continued, before the target is changed.
/// </summary>
/// <param name="source">Where the copy is read from.</param>
/// <param name="target">Where it is written to.</param>
internal sealed class CopyCheck(ICopySide source, ICopySide target)
{
    // A person corrects some and runs the verb again.
    private const int MostShown = 20;

    /// <summary>Checks that the source is a database of this version.</summary>
    /// <exception cref="StartupException">It is not.</exception>
    public void SourceIsCurrent()
    {
        var name = source.Setup.Name;
        if (source.Setup.IsBehind())
        {
            throw new StartupException(
                $"The database {name} is one of an older version. Start the console of this version on it once, which "
                    + "migrates it, and copy it then. Nothing was changed."
            );
        }

        if (source.Setup.UnfinishedCopy() is { } unfinished)
        {
            throw new StartupException(
                $"The database {name} is itself an unfinished copy of {unfinished.From}. Finish that copy first, or "
                    + "copy from there. Nothing was changed."
            );
        }

        if (!source.Tables.All(source.Has))
        {
            throw new StartupException(
                $"There is no UserAdmin database {name}. Name with --from the one that is to be copied."
            );
        }
    }

    /// <summary>
    /// Checks that the target is empty, or an unfinished copy of this source whose log the source continues.
    /// </summary>
    /// <param name="log">The log of the source.</param>
    /// <exception cref="StartupException">It is something else; nothing was changed.</exception>
    public void TargetIsOurs(LogReader log)
    {
        var name = target.Setup.Name;
        // Refuses tables of other programs and of newer versions.
        target.Setup.IsBehind();
        var mark = target.Setup.UnfinishedCopy();
        if (mark is null)
        {
            if (UsedTable() is { } used)
            {
                throw new StartupException(
                    $"The database {name} is in use: there are rows in {used}, and it is not an unfinished copy. "
                        + "Nothing was changed. Name an empty database with --to."
                );
            }

            return;
        }

        var first = First(log);
        if (mark.FirstHash.Length > 0 ? mark.FirstHash != first : mark.From != source.Setup.Name)
        {
            throw new StartupException(
                $"The database {name} is an unfinished copy of {mark.From}, whose log is another one than that of "
                    + $"{source.Setup.Name}. Nothing was changed. Go on with --from {mark.From}, or name an empty "
                    + "database with --to."
            );
        }

        if (!target.Tables.All(target.Has))
        {
            return;
        }

        using var copied = new LogReader(target.Store.OpenReadOnly(), target.Store.Layout, asStored: true);
        var (position, hash) = copied.Tail();
        if (log.HashAt(position) is not { } same || !same.AsSpan().SequenceEqual(hash))
        {
            throw new StartupException(
                $"The log in {name} does not go on as that in {source.Setup.Name}: event {position} is another one. "
                    + "Nothing was changed. Name an empty database with --to, and drop this one."
            );
        }
    }

    /// <summary>
    /// Verifies the log of the source, and reads all of its rows, to find what cannot be copied exactly.
    /// </summary>
    /// <param name="snapshot">An open snapshot of the source.</param>
    /// <param name="head">The end of the log in the snapshot.</param>
    /// <param name="count">Counts the rows of a table while they are read.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">Something cannot be copied; the message names the rows.</exception>
    public void SourceCanBeCopied(
        DbConnection snapshot,
        LogHead? head,
        Func<CopiedTable, IEnumerable<object?[]>, IEnumerable<object?[]>> count,
        CancellationToken cancellationToken
    )
    {
        if (Verify(source, head, cancellationToken) is { Problem: { } problem })
        {
            throw new StartupException(
                $"The log in {source.Setup.Name} is not complete: {problem} Nothing was changed. verify tells more; "
                    + "restore a backup first."
            );
        }

        var problems = source.Orphans(snapshot).ToList();
        var reader = new CopyReader(source);
        foreach (var (table, into) in source.Tables.Zip(target.Tables))
        {
            void Add(object?[] row, CopiedColumn column, string why) =>
                problems.Add($"{table.Describe(row)}: {column.Name}: {why}");

            foreach (var row in count(table, reader.Rows(snapshot, table, Add)))
            {
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] is { } value && target.Refusal(into.Columns[i], value) is { } why)
                    {
                        Add(row, into.Columns[i], why);
                    }
                }
            }
        }

        if (problems.Count > 0)
        {
            var more = problems.Count > MostShown ? $" … and {problems.Count - MostShown} more." : "";
            throw new StartupException(
                $"{(problems.Count == 1 ? "One value" : $"{problems.Count} values")} in {source.Setup.Name} cannot be "
                    + "copied exactly, so nothing was changed. "
                    + $"Correct this there, and copy again. {string.Join(" ", problems.Take(MostShown))}{more}"
            );
        }
    }

    /// <summary>Verifies the log of a database by itself.</summary>
    /// <param name="side">The database.</param>
    /// <param name="kept">An event that has to be in it, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static LogVerdict Verify(ICopySide side, LogHead? kept, CancellationToken cancellationToken)
    {
        using var log = new LogReader(side.Store.OpenReadOnly(), side.Store.Layout, asStored: true);
        return LogChain.Verify(log, kept, side.Store.Explain, cancellationToken);
    }

    /// <summary>Returns the hash of the first event as lower-case hex; empty if there is none.</summary>
    public static string First(LogReader log) => log.HashAt(1) is { } hash ? Convert.ToHexStringLower(hash) : "";

    private string? UsedTable()
    {
        var existing = target.Tables.Where(target.Has).ToList();
        if (existing.Count == 0)
        {
            return null;
        }

        using var snapshot = target.OpenSnapshot();
        return existing.Find(table => CopyReader.Any(snapshot, table))?.Name;
    }
}
