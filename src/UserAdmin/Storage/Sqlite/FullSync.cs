using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Ensures that an accepted command survives a power failure (decision 13), and that nothing that was deleted stays in
/// the file. This is set for every connection, because the defaults depend on how SQLite was built.
/// </summary>
internal sealed class FullSync : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var pragma = connection.Command(null, "PRAGMA synchronous = FULL; " + SqliteDeletion.Secure);
        // In seconds. Short, so that a person who starts the program with a locked file is told soon.
        pragma.CommandTimeout = 5;
        pragma.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
