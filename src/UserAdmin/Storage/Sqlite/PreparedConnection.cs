using System.Data;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// A connection that keeps the statements it has prepared, by their text, and uses them again. SQLite takes longer to
/// prepare most statements of a command than to execute them, and Microsoft.Data.Sqlite prepares each one anew
/// (decision 64).
/// </summary>
internal sealed class PreparedConnection(string connectionString) : SqliteConnection(connectionString), IInsertsRows
{
    // Queries with lists in their text would otherwise fill the memory.
    private const int MostKept = 300;

    private readonly Dictionary<string, SqliteCommand> _kept = [];

    /// <inheritdoc/>
    public override SqliteCommand CreateCommand() =>
        new PreparedCommand(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <inheritdoc/>
    public override void Close()
    {
        Forget();
        base.Close();
    }

    /// <summary>Returns a statement that nobody else uses until it is given back.</summary>
    public SqliteCommand Take(string sql) =>
        _kept.Remove(sql, out var statement) ? statement : new SqliteCommand(sql, this);

    /// <summary>Keeps a statement for the next time.</summary>
    public void GiveBack(SqliteCommand statement)
    {
        if (_kept.Count == MostKept)
        {
            Forget();
        }

        if (State != ConnectionState.Open || !_kept.TryAdd(statement.CommandText, statement))
        {
            statement.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Insert(InsertedRows rows) => SqliteRows.Insert(this, rows);

    private void Forget()
    {
        foreach (var statement in _kept.Values)
        {
            statement.Dispose();
        }

        _kept.Clear();
    }
}

/// <summary>A command that is executed by a kept statement of its connection.</summary>
internal sealed class PreparedCommand(PreparedConnection connection) : SqliteCommand
{
    private SqliteCommand? _statement;
    private SqliteDataReader? _reader;

    /// <inheritdoc/>
    public override SqliteConnection? Connection
    {
        get => connection;
        set
        {
            if (value != connection)
            {
                throw new NotSupportedException("The statement belongs to its connection.");
            }
        }
    }

    /// <inheritdoc/>
    public override void Prepare() => Statement().Prepare();

    /// <inheritdoc/>
    public override SqliteDataReader ExecuteReader(CommandBehavior behavior) =>
        _reader = Statement().ExecuteReader(behavior);

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => Statement().ExecuteNonQuery();

    /// <inheritdoc/>
    public override object? ExecuteScalar() => Statement().ExecuteScalar();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
        }

        base.Dispose(disposing);
    }

    private SqliteCommand Statement()
    {
        if (_statement is not null && _statement.CommandText != CommandText)
        {
            GiveBack();
        }

        _statement ??= connection.Take(CommandText);
        (_statement.Transaction, _statement.CommandTimeout) = (Transaction, CommandTimeout);
        _statement.Parameters.Clear();
        foreach (SqliteParameter parameter in Parameters)
        {
            _statement.Parameters.Add(parameter);
        }

        return _statement;
    }

    private void GiveBack()
    {
        if (_statement is not { } statement)
        {
            return;
        }

        _statement = null;
        if (_reader is { IsClosed: false })
        {
            statement.Dispose();
            return;
        }

        statement.Parameters.Clear();
        connection.GiveBack(statement);
    }
}
