using Npgsql;
using NpgsqlTypes;
using UserAdmin.Copying;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <param name="connection">An open connection; disposed with this.</param>
/// <param name="tables">All tables.</param>
internal sealed class PostgreSqlCopyWriter(NpgsqlConnection connection, IReadOnlyList<CopiedTable> tables) : ICopyWriter
{
    private NpgsqlTransaction? _transaction;
    private NpgsqlBinaryImporter? _importer;
    private CopiedTable? _into;

    public void Mark(UnfinishedCopy copy)
    {
        // A commit that the server forgets when it crashes is copied again; Finish waits for all of them.
        Run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET synchronous_commit = off");
        Begin();
        Run(
            $"CREATE TABLE IF NOT EXISTS {Marks} (\"From\" text NOT NULL, \"FirstHash\" text NOT NULL); "
                + $"DELETE FROM {Marks}"
        );
        using var mark = connection.Command(
            _transaction,
            $"INSERT INTO {Marks} VALUES (@from, @hash)",
            ("@from", copy.From),
            ("@hash", copy.FirstHash)
        );
        mark.ExecuteNonQuery();
        Commit();
    }

    public void Insert(CopiedTable table, object?[] row)
    {
        if (_into != table)
        {
            EndImport();
        }

        if (_importer is null)
        {
            Begin();
            _importer = connection.BeginBinaryImport(
                $"COPY {table.Sql} ({string.Join(", ", table.Columns.Select(column => column.Sql))}) "
                    + "FROM STDIN (FORMAT BINARY)"
            );
            _into = table;
        }

        _importer.StartRow();
        for (var i = 0; i < row.Length; i++)
        {
            Write(_importer, table.Columns[i], row[i]);
        }
    }

    public void Delete(CopiedTable table, object?[] row)
    {
        EndImport();
        Begin();
        using var delete = connection.Command(
            _transaction,
            $"DELETE FROM {table.Sql} WHERE "
                + string.Join(" AND ", table.Keys.Select((key, i) => $"{table.Columns[key].Sql} = @p{i}"))
        );
        for (var i = 0; i < table.Keys.Count; i++)
        {
            var value = row[table.Keys[i]];
            delete.Add($"@p{i}", value is long number && table.Columns[table.Keys[i]].IsShort ? (int)number : value);
        }

        delete.ExecuteNonQuery();
    }

    public void Commit()
    {
        EndImport();
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Finish()
    {
        Commit();
        foreach (var table in tables)
        {
            foreach (var column in table.Columns.Where(column => column.IsGenerated))
            {
                Run(
                    $"SELECT setval(pg_get_serial_sequence('{table.Sql}', '{column.Name}'), MAX({column.Sql})) "
                        + $"FROM {table.Sql} HAVING MAX({column.Sql}) IS NOT NULL"
                );
            }
        }

        // Statistics, without which the first statements would be planned for empty tables.
        Run($"ANALYZE {string.Join(", ", tables.Select(table => table.Sql))}");
        Run("SET synchronous_commit = on");
        Run($"DROP TABLE {Marks}");
    }

    public void Dispose()
    {
        // Without Complete nothing of it is kept.
        _importer?.Dispose();
        _transaction?.Dispose();
        connection.Dispose();
    }

    private static string Marks => $"{PostgreSqlServer.Schema}.\"{UnfinishedCopy.Table}\"";

    private static void Write(NpgsqlBinaryImporter importer, CopiedColumn column, object? value)
    {
        switch (value)
        {
            case null:
                importer.WriteNull();
                break;
            case string text:
                importer.Write(text, NpgsqlDbType.Text);
                break;
            case long number when column.IsShort:
                importer.Write((int)number, NpgsqlDbType.Integer);
                break;
            case long number:
                importer.Write(number, NpgsqlDbType.Bigint);
                break;
            case bool flag:
                importer.Write(flag, NpgsqlDbType.Boolean);
                break;
            case byte[] bytes:
                importer.Write(bytes, NpgsqlDbType.Bytea);
                break;
            case DateTimeOffset moment:
                importer.Write(moment.ToUniversalTime(), NpgsqlDbType.TimestampTz);
                break;
            case object?[] document:
                importer.Write(column.Document!.Write(document), NpgsqlDbType.Jsonb);
                break;
            default:
                throw new InvalidOperationException($"{column.Name} has a value of the type {value.GetType()}.");
        }
    }

    private void EndImport()
    {
        _importer?.Complete();
        _importer?.Dispose();
        (_importer, _into) = (null, null);
    }

    private void Begin() => _transaction ??= connection.BeginTransaction();

    private void Run(string sql)
    {
        using var command = connection.Command(_transaction, sql);
        command.ExecuteNonQuery();
    }
}
