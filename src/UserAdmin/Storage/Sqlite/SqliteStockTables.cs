using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStockTables(
    SqliteFiles files,
    SqliteReadStore readStore,
    DatabaseLayout layout,
    IDbContextFactory<WriteContext> contexts,
    TimeProvider time
) : IStockTables
{
    private static readonly CopyDialect _dialect = new(
        connection => ((SqliteConnection)connection).BeginTransaction(deferred: true),
        "IN (SELECT value FROM json_each(@keys))",
        keys => JsonSerializer.Serialize(keys, keys.GetType())
    );

    public IStockSnapshots? Open() => layout.Shape is null ? OpenOwn() : OpenAttached();

    // The names and keys of a database of the program's own need no copy.
    private SqliteStockSnapshots? OpenOwn()
    {
        if (readStore.PathInUse() is not { } readPath)
        {
            return null;
        }

        var connection = SqliteReading.Open(files.WritePath);
        try
        {
            SqliteReading.Attach(connection, readPath, "rm");
            SqliteMarks.Register(connection);
            return new SqliteStockSnapshots(connection, Permissions.ClaimType, time);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }

    private CopiedStockSnapshots? OpenAttached()
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
            return new CopiedStockSnapshots(SqliteReading.Open(files.WritePath), copy, contexts, _dialect);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
