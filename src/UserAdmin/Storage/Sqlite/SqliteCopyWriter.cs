using Microsoft.Data.Sqlite;
using UserAdmin.Copying;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteCopyWriter : ICopyWriter
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private SqliteTransaction? _transaction;

    public SqliteCopyWriter(SqliteFiles files)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(files.Write) { Pooling = false }.ConnectionString
        );
        try
        {
            _connection.Open();
            // Each commit survives the end of the program; Finish makes all of them survive that of the machine.
            RunAlone("PRAGMA synchronous = NORMAL");
            RunAlone("PRAGMA foreign_keys = ON");
            RunAlone(SqliteDeletion.Secure);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public void Mark(UnfinishedCopy copy)
    {
        Run(
            $"CREATE TABLE IF NOT EXISTS \"{UnfinishedCopy.Table}\" "
                + "(\"From\" TEXT NOT NULL, \"FirstHash\" TEXT NOT NULL)"
        );
        Run($"DELETE FROM \"{UnfinishedCopy.Table}\"");
        using var mark = _connection.Command(
            _transaction,
            $"INSERT INTO \"{UnfinishedCopy.Table}\" VALUES (@from, @hash)",
            ("@from", copy.From),
            ("@hash", copy.FirstHash)
        );
        mark.ExecuteNonQuery();
        Commit();
    }

    public void Insert(CopiedTable table, object?[] row)
    {
        var statement = Prepared(
            $"INSERT INTO {table.Sql} ({string.Join(", ", table.Columns.Select(column => column.Sql))}) "
                + $"VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})",
            row.Length
        );
        for (var i = 0; i < row.Length; i++)
        {
            statement.Parameters[i].Value = Value(table.Columns[i], row[i]);
        }

        statement.ExecuteNonQuery();
    }

    public void Delete(CopiedTable table, object?[] row)
    {
        var statement = Prepared(
            $"DELETE FROM {table.Sql} WHERE "
                + string.Join(" AND ", table.Keys.Select((key, i) => $"{table.Columns[key].Sql} = @p{i}")),
            table.Keys.Count
        );
        for (var i = 0; i < table.Keys.Count; i++)
        {
            statement.Parameters[i].Value = Value(table.Columns[table.Keys[i]], row[table.Keys[i]]);
        }

        statement.ExecuteNonQuery();
    }

    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    // Generated keys go on after the highest one by themselves.
    public void Finish()
    {
        Commit();
        RunAlone("PRAGMA synchronous = FULL");
        RunAlone("PRAGMA wal_checkpoint(TRUNCATE)");
        RunAlone($"DROP TABLE \"{UnfinishedCopy.Table}\"");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _transaction?.Dispose();
        _connection.Dispose();
    }

    private static object Value(CopiedColumn column, object? value) =>
        value switch
        {
            null => DBNull.Value,
            DateTimeOffset moment => SqliteCopySide.Text(moment),
            object?[] document => column.Document!.Write(document),
            _ => value,
        };

    private SqliteCommand Prepared(string sql, int parameters)
    {
        Begin();
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = (SqliteCommand)_connection.Command(_transaction, sql);
            for (var i = 0; i < parameters; i++)
            {
                statement.Add($"@p{i}", null);
            }

            _statements.Add(sql, statement);
        }

        statement.Transaction = _transaction;
        return statement;
    }

    private void Begin() => _transaction ??= _connection.BeginTransaction();

    private void Run(string sql)
    {
        Begin();
        using var command = _connection.Command(_transaction, sql);
        command.ExecuteNonQuery();
    }

    private void RunAlone(string sql)
    {
        using var command = _connection.Command(null, sql);
        command.ExecuteNonQuery();
    }
}
