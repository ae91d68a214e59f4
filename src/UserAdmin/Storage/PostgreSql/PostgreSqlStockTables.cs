using System.Data;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;
using UserAdmin.Storage.Attached;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlStockTables(
    IWriteStore writeStore,
    SqliteReadStore readStore,
    DatabaseLayout layout,
    IDbContextFactory<WriteContext> contexts,
    TimeProvider time
) : IStockTables
{
    private static readonly CopyDialect _dialect = new(
        connection => connection.BeginTransaction(IsolationLevel.RepeatableRead),
        "= ANY(@keys)",
        keys => keys
    );

    public IStockSnapshots? Open()
    {
        if (
            SqliteStockCopy.TryCreate(readStore, Permissions.ClaimTypeIn(layout), layout.Attributes, time)
            is not { } copy
        )
        {
            return null;
        }

        try
        {
            return new CopiedStockSnapshots(writeStore.OpenReadOnly(), copy, contexts, _dialect);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
