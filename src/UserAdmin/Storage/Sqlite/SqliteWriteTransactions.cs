using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteTransactions(DbContextOptions<WriteContext> options, SqliteFiles files)
    : IWriteTransactions
{
    public async Task<WriteContext> OpenWriterAsync(CancellationToken cancellationToken)
    {
        // Not one of the pool, because it has a connection of its own kind.
        var context = new WriteContext(options);
        try
        {
            context.Database.SetDbConnection(new PreparedConnection(files.Write), contextOwnsConnection: true);
            await context.Database.OpenConnectionAsync(cancellationToken);
            return context;
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    // The default of Microsoft.Data.Sqlite is BEGIN IMMEDIATE, which takes the write lock before anything is read.
    public async Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Database.BeginTransactionAsync(cancellationToken);
        }
        catch
        {
            // EF Core has opened the connection, and the pool of contexts would hand it out open.
            await context.Database.CloseConnectionAsync();
            throw;
        }
    }

    // A row, because a trigger that calls a function of ours would break the other programs.
    public async Task MarkAsync(WriteContext context, CancellationToken cancellationToken)
    {
        await using var mark = Command(context, $"INSERT INTO \"{SqliteObservedQueue.Own}\" (\"Id\") VALUES (1)");
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await using var any = Command(context, SqliteObservedQueue.Any);
        context.HasObserved = await any.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    public async Task UnmarkAsync(WriteContext context)
    {
        await using var unmark = Command(context, $"DELETE FROM \"{SqliteObservedQueue.Own}\"");
        await unmark.ExecuteNonQueryAsync(CancellationToken.None);
    }

    // Nobody else writes meanwhile.
    public DbCommand? TakeObserved(WriteContext context, IReadOnlyCollection<string> subjectIds) => null;

    public Task ReleaseAsync(DbTransaction transaction, string savepoint) => transaction.ReleaseAsync(savepoint);

    private static DbCommand Command(WriteContext context, string sql) =>
        context.Database.GetDbConnection().Command(context.Database.CurrentTransaction!.GetDbTransaction(), sql);
}
