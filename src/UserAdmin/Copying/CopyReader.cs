using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Copying;

/// <summary>Reads the rows of one of the two databases, one at a time.</summary>
/// <param name="side">The database.</param>
internal sealed class CopyReader(ICopySide side)
{
    /// <summary>Reads all rows of a table in the order of their keys.</summary>
    /// <param name="snapshot">An open snapshot, which nothing else uses meanwhile.</param>
    /// <param name="table">The table.</param>
    /// <param name="unreadable">Told about values that cannot be read: the row, the column and why. In their place the
    /// row has <see cref="CopiedValues.Unreadable"/>.</param>
    /// <param name="after">The position after which the log is read.</param>
    public IEnumerable<object?[]> Rows(
        DbConnection snapshot,
        CopiedTable table,
        Action<object?[], CopiedColumn, string>? unreadable = null,
        long after = 0
    )
    {
        var condition = after == 0 ? "" : FormattableString.Invariant($"WHERE \"Position\" > {after}");
        using var read = snapshot.Command(null, table.Select(side.ByBytes, condition));
        using var reader = read.ExecuteReader();
        while (reader.Read())
        {
            yield return Row(reader, table, unreadable);
        }
    }

    /// <summary>Returns the number of rows of a table.</summary>
    public static long Count(DbConnection snapshot, CopiedTable table)
    {
        using var count = snapshot.Command(null, $"SELECT COUNT(*) FROM {table.Sql}");
        return (long)count.ExecuteScalar()!;
    }

    /// <summary>Returns whether a table has a row.</summary>
    public static bool Any(DbConnection snapshot, CopiedTable table)
    {
        using var any = snapshot.Command(null, $"SELECT 1 FROM {table.Sql} LIMIT 1");
        return any.ExecuteScalar() is not null;
    }

    private object?[] Row(DbDataReader reader, CopiedTable table, Action<object?[], CopiedColumn, string>? unreadable)
    {
        var row = new object?[table.Columns.Count];
        List<(CopiedColumn Column, string Why)>? problems = null;
        for (var i = 0; i < row.Length; i++)
        {
            try
            {
                row[i] = reader.IsDBNull(i) ? null : side.Read(reader, i, table.Columns[i]);
            }
            catch (FormatException fault)
            {
                row[i] = CopiedValues.Unreadable;
                (problems ??= []).Add((table.Columns[i], fault.Message));
            }
        }

        // A row is named by its key, so the whole row is read before anybody is told.
        foreach (var (column, why) in problems ?? [])
        {
            if (column.IsKey)
            {
                throw new StartupException(
                    $"A row of {table.Name} in {side.Setup.Name} has the key {column.Name} that cannot be read: {why} "
                        + "Nothing can be compared with it. Remove the row, or give the copy an empty database."
                );
            }

            unreadable?.Invoke(row, column, why);
        }

        return row;
    }
}
