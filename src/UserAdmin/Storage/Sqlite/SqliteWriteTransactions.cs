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
}
