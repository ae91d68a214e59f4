using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// The transaction takes an advisory lock before it reads anything, as BEGIN IMMEDIATE does in SQLite: writers of all
/// nodes take turns, in order, and positions of the log have neither gaps nor a wrong order.
/// </remarks>
internal sealed class PostgreSqlWriteTransactions(
    DbContextOptions<PostgreSqlWriteContext> options,
    PostgreSqlServer server
) : IWriteTransactions
{
    /// <summary>The key of the advisory lock, which belongs to the database: "UserAdmi" in ASCII.</summary>
    internal const long WriteLock = 0x5573_6572_4164_6D69;

    // A node that is paused inside a transaction would stop all others; after this, the server ends its transaction.
    // With two seconds this also happened to the first command of a new process on an overloaded machine.
    private const string Settings =
        "SET lock_timeout = '8s'; SET idle_in_transaction_session_timeout = '4s'; SET synchronous_commit = on";

    // Then other programs must not wait either: if one waits for a row that this transaction has while this transaction
    // waits for one of theirs, the server ends one of them after a second, which could be theirs. So this one gives up
    // before, and its command is repeated.
    private const string Impatience = "700ms";

    // In one message: the mark that makes the triggers leave our changes out ends with the transaction, and the second
    // statement sees what was committed before the lock was had.
    private static readonly string _takeTurn = FormattableString.Invariant(
        $"""
        SELECT pg_advisory_xact_lock({WriteLock}), set_config('{PostgreSqlStockTriggers.OwnSetting}', '1', true);
        {PostgreSqlObservedQueue.Any}, set_config('lock_timeout', '{Impatience}', true)
        """
    );

    public async Task<WriteContext> OpenWriterAsync(CancellationToken cancellationToken)
    {
        // Not one of the pool, because its session has settings of its own.
        var context = new PostgreSqlWriteContext(options);
        try
        {
            context.Database.SetConnectionString(server.Unpooled);
            // Built now, and not within the first transaction, for which all other nodes wait.
            _ = context.Model;
            await OpenAsync(context, cancellationToken);
            return context;
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    public async Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await TryBeginAsync(context, cancellationToken);
        }
        catch (DbException) when (context.Database.GetDbConnection().State != ConnectionState.Open)
        {
            // The server was restarted since the last command. Nothing was done yet, so this is not an error.
            await context.Database.CloseConnectionAsync();
            await OpenAsync(context, cancellationToken);
            return await TryBeginAsync(context, cancellationToken);
        }
    }

    // The turn has done it.
    public Task MarkAsync(WriteContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    // The mark ends with the transaction.
    public Task UnmarkAsync(WriteContext context) => Task.CompletedTask;

    public DbCommand? TakeObserved(WriteContext context, IReadOnlyCollection<string> subjectIds) =>
        PostgreSqlObservedQueue.TakeOf(context, subjectIds);

    // A release would be a round trip for each command (decision 74). The next savepoint of the same name hides this
    // one, and the commit ends both. Released in the message of the writes, it could not undo them if one of them turns
    // out to have found its row changed.
    public Task ReleaseAsync(DbTransaction transaction, string savepoint) => Task.CompletedTask;

    private static async Task<IDbContextTransaction> TryBeginAsync(
        WriteContext context,
        CancellationToken cancellationToken
    )
    {
        // Each statement sees what was committed before it, so those after the lock see the last writer's changes.
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            await using var turn = context
                .Database.GetDbConnection()
                .Command(transaction.GetDbTransaction(), _takeTurn);
            await using var found = await turn.ExecuteReaderAsync(cancellationToken);
            await found.NextResultAsync(cancellationToken);
            context.HasObserved =
                await found.ReadAsync(cancellationToken) && await found.GetFieldValueAsync<bool>(0, cancellationToken);
            return transaction;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.DisposeAsync();
            // This wait was long; a command is not to be repeated as after one for a row.
            throw new DatabaseUnavailableException(PostgreSqlErrors.Locked, fault);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private static async Task OpenAsync(WriteContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var settings = context.Database.GetDbConnection().Command(null, Settings);
        await settings.ExecuteNonQueryAsync(cancellationToken);
    }
}
