using System.Globalization;
using Microsoft.Data.Sqlite;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>Reads and changes the program's database files from another process.</summary>
internal static class Database
{
    /// <summary>Opens a connection that is not pooled, so that nothing of it remains open.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString
        );
        connection.Open();
        return connection;
    }

    /// <summary>Runs a statement.</summary>
    public static int Execute(string path, string sql)
    {
        using var connection = Open(path);
        return Execute(connection, sql);
    }

    /// <summary>Runs a statement.</summary>
    public static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>Returns the rows of a query, each as the text of its values.</summary>
    public static List<string[]> Rows(string path, string sql)
    {
        using var connection = Open(path);
        return Rows(connection, sql);
    }

    /// <summary>Returns the position of the last event in the log.</summary>
    public static long LogPosition(DataFolder data) =>
        Number(data.WriteDatabase, "SELECT coalesce(max(Position), 0) FROM EventLog");

    /// <summary>Returns the read model in use: of two complete ones, that of the higher generation.</summary>
    public static string ReadModelInUse(DataFolder data) => data.ReadDatabases.Where(File.Exists).MaxBy(Generation)!;

    /// <summary>Returns the generation of a read model; −1 if it is not complete.</summary>
    public static long Generation(string path) =>
        Number(path, "SELECT coalesce(max(CASE WHEN IsComplete THEN Generation ELSE -1 END), -1) FROM Checkpoint");

    /// <summary>Returns the log position that a read model has reached.</summary>
    public static long ReadPosition(string path) => Number(path, "SELECT Position FROM Checkpoint");

    /// <summary>Returns every row of every table as text, to compare two databases or two points in time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="except">A column to leave out, as "Table.Column".</param>
    public static IReadOnlyList<string> Dump(string path, string? except = null)
    {
        using var connection = Open(path);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var tables = Rows(
            connection,
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        );
        var searches = tables
            .Where(table => table[1].StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase))
            .Select(table => table[0])
            .ToList();
        var dump = new List<string>();
        // The internal tables of a full-text index depend on the order of changes, not only on the content.
        foreach (
            var table in tables
                .Select(table => table[0])
                .Where(table => !searches.Exists(search => table.StartsWith(search + "_", StringComparison.Ordinal)))
        )
        {
            var columns = Rows(connection, $"SELECT name FROM pragma_table_info('{table}')")
                .Select(column => column[0])
                .Where(column => $"{table}.{column}" != except);
            dump.AddRange(
                Rows(
                        connection,
                        $"SELECT {string.Join(", ", columns.Select(column => $"\"{column}\""))} FROM \"{table}\""
                    )
                    .Select(row => $"{table}: {string.Join(" | ", row)}")
                    .Order(StringComparer.Ordinal)
            );
        }

        return dump;
    }

    private static long Number(string path, string sql) =>
        long.Parse(Rows(path, sql)[0][0], CultureInfo.InvariantCulture);

    private static List<string[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))]);
        }

        return rows;
    }

    private static string Text(object value) =>
        value switch
        {
            DBNull => "∅",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
