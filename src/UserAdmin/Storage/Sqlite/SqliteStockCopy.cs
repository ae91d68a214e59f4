using System.Data.Common;
using Microsoft.Data.Sqlite;
using UserAdmin.Following;
using UserAdmin.Users;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Rows of the stock tables, copied from another database into tables in memory beside which the read model is
/// attached, so that every provider is compared by the same statements.
/// </summary>
internal sealed class SqliteStockCopy : IDisposable
{
    private const int RowsAtOnce = 1000;

    private readonly SqliteConnection _connection;

    private SqliteStockCopy(
        SqliteConnection connection,
        string permissionClaim,
        IReadOnlyList<AccountAttribute> attributes,
        TimeProvider time
    )
    {
        (_connection, Compared) = (connection, new SqliteStockSnapshots(connection, permissionClaim, time, attributes));
        Run("CREATE TABLE main.EventLog (Position INTEGER)");
    }

    /// <summary>Compares what was copied.</summary>
    public SqliteStockSnapshots Compared { get; }

    /// <summary>Creates an empty copy. Returns null if the read model cannot be read.</summary>
    /// <param name="readStore">The read model.</param>
    /// <param name="permissionClaim">The type of the claims that are permissions.</param>
    /// <param name="attributes">The application's own columns.</param>
    /// <param name="time">The current time.</param>
    public static SqliteStockCopy? TryCreate(
        SqliteReadStore readStore,
        string permissionClaim,
        IReadOnlyList<AccountAttribute> attributes,
        TimeProvider time
    )
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
            return new SqliteStockCopy(connection, permissionClaim, attributes, time);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }

    /// <summary>Creates an empty table.</summary>
    public void Create(ComparedTable table)
    {
        Run($"CREATE TABLE main.{table.Into} ({string.Join(", ", table.Columns)})");
        // Without it, each row of the read model would be looked for among all rows of the copy.
        Run($"CREATE INDEX main.IX_{table.Into} ON {table.Into} ({table.Columns[0]})");
    }

    /// <summary>Says where the log ended when the rows were copied.</summary>
    public void EndsAt(long position)
    {
        Run("DELETE FROM main.EventLog");
        Run(FormattableString.Invariant($"INSERT INTO main.EventLog VALUES ({position})"));
    }

    /// <summary>Replaces the rows of a table, and returns the key of the last row; null if there is none.</summary>
    public string? Fill(ComparedTable table, DbDataReader rows)
    {
        Run($"DELETE FROM main.{table.Into}");
        var columns = table.Columns.Select(column => new InsertedColumn(column, typeof(object))).ToArray();
        string? last = null;
        foreach (var some in Values(table, rows).Chunk(RowsAtOnce))
        {
            SqliteRows.Insert(_connection, new InsertedRows($"main.{table.Into}", columns, some));
            last = (string?)some[^1][0];
        }

        return last;
    }

    private static IEnumerable<object?[]> Values(ComparedTable table, DbDataReader rows)
    {
        while (rows.Read())
        {
            var values = new object?[table.Columns.Count];
            for (var i = 0; i < rows.FieldCount - table.Attributes.Count; i++)
            {
                values[i] = Value(table, rows, i);
            }

            if (table.Attributes.Count > 0)
            {
                values[^1] = AttributesOf(table, rows);
            }

            yield return values;
        }
    }

    private static string? AttributesOf(ComparedTable table, DbDataReader rows)
    {
        var first = rows.FieldCount - table.Attributes.Count;
        return RowAttributes.Stored(
            table.Attributes.Select(
                (attribute, i) => KeyValuePair.Create(attribute.Column.Name, TextOf(table, rows, first + i))
            )
        );
    }

    private static string? TextOf(ComparedTable table, DbDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : StockAccounts.Text(table.FromDatabase(column, rows.GetValue(column)).ToString());

    private static object? Value(ComparedTable table, DbDataReader rows, int column) =>
        rows.GetValue(column) switch
        {
            DBNull => null,
            // With its zone, as the stock tables have it in SQLite.
            DateTime => rows.GetFieldValue<DateTimeOffset>(column),
            var value => table.FromDatabase(column, value),
        };

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
