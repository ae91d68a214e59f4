using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

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
    private const string Settings =
        "SET lock_timeout = '8s'; SET idle_in_transaction_session_timeout = '2s'; SET synchronous_commit = on";

    private static readonly string _takeTurn = FormattableString.Invariant(
        $"SELECT pg_advisory_xact_lock({WriteLock})"
    );

    public async Task<WriteContext> OpenWriterAsync(CancellationToken cancellationToken)
    {
        // Not one of the pool, because its session has settings of its own.
        var context = new PostgreSqlWriteContext(options);
        try
        {
            context.Database.SetConnectionString(server.Unpooled);
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
            await turn.ExecuteNonQueryAsync(cancellationToken);
            return transaction;
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
