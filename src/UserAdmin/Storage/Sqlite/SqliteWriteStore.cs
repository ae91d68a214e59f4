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

    public DbConnection OpenReadOnly() => SqliteReading.Open(files.WritePath);

    public string Explain(DbException fault) => SqliteErrors.Explain((SqliteException)fault, files.WritePath).Message;
}
