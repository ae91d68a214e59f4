using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteTransactions : IWriteTransactions
{
    // The default of Microsoft.Data.Sqlite is BEGIN IMMEDIATE, which takes the write lock before anything is read.
    public Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);
}
