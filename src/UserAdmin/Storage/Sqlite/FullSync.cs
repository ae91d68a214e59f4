using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// An accepted command survives a power cut (decision 13): said for every connection, because the default is a matter
/// of how SQLite was built.
/// </summary>
internal sealed class FullSync : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var pragma = connection.Command(null, "PRAGMA synchronous = FULL");
        // Seconds: whoever starts the program against a locked file is told soon.
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
