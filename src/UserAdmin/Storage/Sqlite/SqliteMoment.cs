using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>One moment of the stock tables and of the read model that is attached beside them.</summary>
internal sealed class SqliteMoment(SqliteConnection connection) : IDisposable
{
    private SqliteTransaction? _transaction;

    /// <summary>Begins it.</summary>
    public void Begin() => _transaction = connection.BeginTransaction(deferred: true);

    /// <summary>Ends it; another one can begin.</summary>
    public void End()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        connection.Dispose();
    }

    /// <summary>Returns the only value of a query.</summary>
    public object? Scalar(string sql)
    {
        using var command = connection.Command(_transaction, sql);
        return command.ExecuteScalar();
    }

    /// <summary>Returns what is made of each row of a query.</summary>
    public IEnumerable<T> Read<T>(string sql, (string, object?)[] parameters, Func<SqliteDataReader, T> read)
    {
        using var command = (SqliteCommand)connection.Command(_transaction, sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
