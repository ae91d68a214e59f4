using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteStore(SqliteFiles files) : IWriteStore
{
    public DbConnection OpenConnection()
    {
        var connection = new SqliteConnection(files.Write);
        connection.Open();
        return connection;
    }
}
