using System.Data.Common;
using Npgsql;
using UserAdmin.EventLog;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlWriteStore(PostgreSqlServer server, DatabaseLayout layout, TimeProvider time)
    : IWriteStore,
        ISharedLog
{
    private readonly PostgreSqlLockWatch _lockWatch = new(time);

    public DatabaseLayout Layout => layout;

    public DbConnection OpenConnection() => Open(server.ConnectionString);

    public async Task<long> TailAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var read = connection.Command(null, "SELECT max(\"Position\") FROM \"EventLog\"");
        return await read.ExecuteScalarAsync(cancellationToken) is long position ? position : 0;
    }

    public DbConnection OpenReadOnly()
    {
        try
        {
            var connection = Open(server.Unpooled);
            using var only = connection.Command(null, "SET default_transaction_read_only = on");
            only.ExecuteNonQuery();
            return connection;
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    public string Explain(DbException fault) => PostgreSqlErrors.Explain(fault, server).Message;

    public long? Bytes()
    {
        try
        {
            using var connection = Open(server.ConnectionString);
            using var look = connection.Command(null, "SELECT pg_database_size(current_database())");
            return look.ExecuteScalar() as long?;
        }
        catch (DbException)
        {
            // The page says elsewhere that the database does not answer.
            return null;
        }
    }

    public string? Problem()
    {
        try
        {
            using var connection = Open(server.ConnectionString);
            using var look = connection.Command(null, "SELECT pg_is_in_recovery()");
            return look.ExecuteScalar() is false
                ? _lockWatch.Problem(connection)
                : $"The server {server.Name} is a standby: nothing can be changed there. Check "
                    + "ConnectionStrings:Write.";
        }
        catch (DbException fault)
        {
            return Explain(fault);
        }
    }

    private static NpgsqlConnection Open(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
