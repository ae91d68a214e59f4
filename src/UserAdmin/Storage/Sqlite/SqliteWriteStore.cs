using System.Data.Common;
using Microsoft.Data.Sqlite;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteStore(SqliteFiles files, DatabaseLayout layout) : IWriteStore
{
    private const int PatienceSeconds = 3;

    public DatabaseLayout Layout => layout;

    public DbConnection OpenConnection()
    {
        var connection = new SqliteConnection(files.Write);
        connection.Open();
        return connection;
    }

    public DbConnection OpenReadOnly() => SqliteReading.Open(files.WritePath);

    public string Explain(DbException fault) => SqliteErrors.Explain((SqliteException)fault, files.WritePath).Message;

    public long? Bytes() => SqliteFiles.BytesOf([files.WritePath]);

    public string? Problem()
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(files.Write)
                {
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                    DefaultTimeout = PatienceSeconds,
                }.ConnectionString
            );
            connection.Open();
            using var transaction = connection.BeginTransaction();
            transaction.Rollback();
            return null;
        }
        catch (SqliteException fault)
        {
            return Explain(fault);
        }
    }
}
