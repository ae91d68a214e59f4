using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Rows of the stock tables, copied from another database into tables in memory beside which the read model is
/// attached, so that every provider is compared by the same statements.
/// </summary>
internal sealed class SqliteStockCopy : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteStockCopy(SqliteConnection connection, TimeProvider time)
    {
        (_connection, Compared) = (connection, new SqliteStockSnapshots(connection, time));
        Run("CREATE TABLE main.EventLog (Position INTEGER)");
    }

    /// <summary>Compares what was copied.</summary>
    public SqliteStockSnapshots Compared { get; }

    /// <summary>Creates an empty copy. Returns null if the read model cannot be read.</summary>
    public static SqliteStockCopy? TryCreate(SqliteReadStore readStore, TimeProvider time)
    {
        if (readStore.PathInUse() is not { } readPath)
        {
            return null;
        }

        // As a URI, because only then may the attached file be named by a URI.
        var connection = new SqliteConnection("Data Source=file::memory:;Pooling=False");
        try
        {
            connection.Open();
            SqliteReading.Attach(connection, readPath, "rm");
            SqliteMarks.Register(connection);
            return new SqliteStockCopy(connection, time);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }

    /// <summary>Creates an empty table.</summary>
    public void Create(string table, IReadOnlyList<string> columns) =>
        Run($"CREATE TABLE main.{table} ({string.Join(", ", columns)})");

    /// <summary>Says where the log ended when the rows were copied.</summary>
    public void EndsAt(long position)
    {
        Run("DELETE FROM main.EventLog");
        Run(FormattableString.Invariant($"INSERT INTO main.EventLog VALUES ({position})"));
    }

    /// <summary>Replaces the rows of a table.</summary>
    public void Fill(string table, DbDataReader rows)
    {
        Run($"DELETE FROM main.{table}");
        var values = Enumerable.Range(0, rows.FieldCount).Select(i => $"@p{i}");
        using var insert = _connection.CreateCommand();
#pragma warning disable CA2100 // Names of the program's own.
        insert.CommandText = $"INSERT INTO main.{table} VALUES ({string.Join(", ", values)})";
#pragma warning restore CA2100
        for (var i = 0; i < rows.FieldCount; i++)
        {
            insert.Add($"@p{i}", null);
        }

        while (rows.Read())
        {
            for (var i = 0; i < rows.FieldCount; i++)
            {
                // With its zone, as the stock tables have it in SQLite.
                insert.Parameters[i].Value =
                    rows.GetValue(i) is var value && value is DateTime ? rows.GetFieldValue<DateTimeOffset>(i) : value;
            }

            insert.ExecuteNonQuery();
        }
    }

    public void Dispose() => Compared.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Names of the program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
