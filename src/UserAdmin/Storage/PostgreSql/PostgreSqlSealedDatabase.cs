using System.Data.Common;
using Npgsql;
using UserAdmin.Sealing;
using UserAdmin.Storage.Attached;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlSealedDatabase(PostgreSqlServer server, DatabaseLayout layout, BuiltFromLog built)
    : ISealedDatabase
{
    private string Vacuum => $"VACUUM (FULL) {layout.Log}, {layout.SealedEvents}";

    public IDisposable Exclude()
    {
        try
        {
            // Each console shares this lock. The server gives it back when the connection ends.
            var connection = new NpgsqlConnection(server.Listening);
            connection.Open();
            using var take = connection.Command(
                null,
                FormattableString.Invariant($"SELECT pg_try_advisory_lock({PostgreSqlLeaderElection.ServingLock})")
            );
            if (take.ExecuteScalar() is true)
            {
                return connection;
            }

            connection.Dispose();
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }

        throw new StartupException(
            $"A UserAdmin console serves the database {server.Name}. Stop all of them, then seal. Nothing was changed."
        );
    }

    public void DeleteReadModels() => built.Delete();

    public Compaction Compact()
    {
        const string elsewhere =
            " Archives of the server's WAL, its base backups and replication slots still hold them.";
        try
        {
            using var connection = new NpgsqlConnection(server.Unpooled);
            connection.Open();
            using var vacuum = connection.Command(null, Vacuum);
            vacuum.CommandTimeout = 0;
            vacuum.ExecuteNonQuery();
            return new(
                IsDone: true,
                "The table of the log was written anew, so that no plain text is left in it." + elsewhere
            );
        }
        catch (DbException fault)
        {
            return new(
                IsDone: false,
                $"The table of the log could not be written anew: {PostgreSqlErrors.Explain(fault, server).Message} "
                    + $"Run seal again, or {Vacuum} in the schema {PostgreSqlServer.Schema}. Until then plain texts "
                    + $"are left in its file.{elsewhere}"
            );
        }
    }
}
