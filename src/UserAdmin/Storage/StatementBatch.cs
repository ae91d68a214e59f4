using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>
/// Statements that go to a database server in one message, because a message takes longer than most statements
/// (decision 74). On a database inside this process, each one is executed when it is added.
/// </summary>
/// <param name="context">A context in a transaction.</param>
internal sealed class StatementBatch(WriteContext context)
{
    private readonly List<Statement> _unsent = [];

    /// <summary>Whether statements wait here until they are sent, because the database is on a server.</summary>
    public bool IsOfAServer => context.Database.GetDbConnection().CanCreateBatch;

    /// <summary>Adds a statement.</summary>
    /// <param name="command">The statement, which is disposed when it has been executed.</param>
    /// <param name="written">Gets the number of rows that were written; may throw.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task AddAsync(DbCommand command, Action<int> written, CancellationToken cancellationToken)
    {
        if (IsOfAServer)
        {
            _unsent.Add(new(command, written, fault => fault, Log: null));
            return;
        }

        await using (command)
        {
            written(await command.ExecuteNonQueryAsync(cancellationToken));
        }
    }

    /// <summary>Adds a statement of EF Core, so that its logs and diagnostics show it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="execution">Its values, and where it is executed.</param>
    /// <param name="written">Gets the number of rows that were written; may throw.</param>
    /// <param name="explain">Makes the exception that is thrown if the statement fails.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task AddAsync(
        IRelationalCommand statement,
        RelationalCommandParameterObject execution,
        Action<int> written,
        Func<DbException, Exception> explain,
        CancellationToken cancellationToken
    )
    {
        if (IsOfAServer)
        {
            // As EF Core does it: ids are expensive, and nobody asks for them unless there is a log.
            var id = execution.Logger?.ShouldLogCommandExecute(DateTimeOffset.UtcNow) is true
                ? Guid.NewGuid()
                : default;
            var command = statement.CreateDbCommand(execution, id, DbCommandMethod.ExecuteNonQuery);
            _unsent.Add(new(command, written, explain, new(execution, id)));
            return;
        }

        int rows;
        try
        {
            rows = await statement.ExecuteNonQueryAsync(execution, cancellationToken);
        }
        catch (DbException fault)
        {
            throw explain(fault);
        }

        written(rows);
    }

    /// <summary>Executes the statements that were not sent yet, in the order in which they were added.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_unsent.Count == 0)
        {
            return;
        }

        Statement[] sent = [.. _unsent];
        _unsent.Clear();
        await using var batch = context.Database.GetDbConnection().CreateBatch();
        batch.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        foreach (var statement in sent)
        {
            batch.BatchCommands.Add(statement.In(batch));
        }

        var begun = Stopwatch.GetTimestamp();
        var at = DateTimeOffset.UtcNow;
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException fault) when (fault.BatchCommand is { } failed)
        {
            throw sent[batch.BatchCommands.IndexOf(failed)].Explain(fault);
        }
        finally
        {
            foreach (var statement in sent)
            {
                await statement.Command.DisposeAsync();
            }
        }

        for (var i = 0; i < sent.Length; i++)
        {
            var rows = batch.BatchCommands[i].RecordsAffected;
            await (
                sent[i].Log?.ExecutedAsync(sent[i].Command, rows, at, begun, cancellationToken) ?? Task.CompletedTask
            );
            sent[i].Written(rows);
        }
    }

    private sealed record Statement(
        DbCommand Command,
        Action<int> Written,
        Func<DbException, Exception> Explain,
        Log? Log
    )
    {
        public DbBatchCommand In(DbBatch batch)
        {
            var copy = batch.CreateBatchCommand();
#pragma warning disable CA2100 // The text is ours or EF Core's; values come as parameters.
            copy.CommandText = Command.CommandText;
#pragma warning restore CA2100
            // A parameter belongs to one statement.
            if (Log is null)
            {
                DbParameter[] parameters = [.. Command.Parameters.Cast<DbParameter>()];
                Command.Parameters.Clear();
                copy.Parameters.AddRange(parameters);
                return copy;
            }

            foreach (ICloneable parameter in Command.Parameters)
            {
                copy.Parameters.Add(parameter.Clone());
            }

            return copy;
        }
    }

    private sealed record Log(RelationalCommandParameterObject Execution, Guid Id)
    {
        public async Task ExecutedAsync(
            DbCommand command,
            int rows,
            DateTimeOffset at,
            long begun,
            CancellationToken cancellationToken
        )
        {
            if (Execution.Logger is { } logger && logger.ShouldLogCommandExecute(at))
            {
                await logger.CommandNonQueryExecutedAsync(
                    Execution.Connection,
                    command,
                    command.CommandText,
                    Execution.Context,
                    Id,
                    Execution.Connection.ConnectionId,
                    rows,
                    at,
                    Stopwatch.GetElapsedTime(begun),
                    Execution.CommandSource,
                    cancellationToken
                );
            }
        }
    }
}
