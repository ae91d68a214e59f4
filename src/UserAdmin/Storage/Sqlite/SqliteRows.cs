using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Inserts many rows through SQLite's own interface. Microsoft.Data.Sqlite looks up each parameter by its name and
/// makes objects for each execution, which takes longer than SQLite takes for the row.
/// </summary>
internal sealed class SqliteRows : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _insert;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(4096);

    private SqliteRows(SqliteConnection connection, InsertedRows rows)
    {
        _connection = connection;
        var values = string.Join(", ", Enumerable.Repeat("?", rows.Columns.Count));
        Check(raw.sqlite3_prepare_v2(connection.Handle, $"INSERT INTO {rows.Into} VALUES ({values})", out _insert));
    }

    /// <summary>Inserts rows, in the open transaction.</summary>
    public static void Insert(SqliteConnection connection, InsertedRows rows)
    {
        using var insert = new SqliteRows(connection, rows);
        foreach (var row in rows.Rows)
        {
            insert.Add(row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        ArrayPool<byte>.Shared.Return(_text);
    }

    private void Add(object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            Check(Bind(i + 1, row[i]));
        }

        var stepped = raw.sqlite3_step(_insert);
        // The reset reports the fault of the step once more, and the first one is the one to throw.
        var reset = raw.sqlite3_reset(_insert);
        Check(stepped == raw.SQLITE_DONE ? reset : stepped);
    }

    // As Microsoft.Data.Sqlite stores them.
    private int Bind(int parameter, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(_insert, parameter),
            string text => BindText(parameter, text),
            long number => raw.sqlite3_bind_int64(_insert, parameter, number),
            double number => raw.sqlite3_bind_double(_insert, parameter, number),
            int number => raw.sqlite3_bind_int64(_insert, parameter, number),
            bool flag => raw.sqlite3_bind_int64(_insert, parameter, flag ? 1 : 0),
            byte[] bytes => raw.sqlite3_bind_blob(_insert, parameter, bytes),
            DateTimeOffset moment => BindText(
                parameter,
                moment.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)
            ),
            _ => throw new NotSupportedException($"A value of the type {value.GetType()} cannot be inserted."),
        };

    private int BindText(int parameter, string text)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > _text.Length)
        {
            ArrayPool<byte>.Shared.Return(_text);
            _text = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        }

        var length = Encoding.UTF8.GetBytes(text, _text);
        return raw.sqlite3_bind_text(_insert, parameter, _text.AsSpan(0, length));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        }
    }
}
