using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using UserAdmin.Users;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Removes what files of SQLite keep of removed accounts: pages in the write-ahead logs, and whole read models that
/// nobody reads any more. Freed space in the databases themselves is overwritten at once
/// (<see cref="SqliteDeletion"/>).
/// </summary>
internal sealed class SqliteTraces(
    SqliteFiles files,
    SqliteReadStore reads,
    IWriteStore writes,
    ILogger<SqliteTraces> logger
) : IPurgeTraces
{
    /// <summary>
    /// Up to this size, a database is written anew in a fraction of a second, for which commands wait. What is done
    /// about larger ones is in docs/ERASURE.md.
    /// </summary>
    internal const long MostRewritten = 64 << 20;

    public Task<bool> RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var isDone = reads.TryDeleteOther() & DeleteOtherShapes();
        isDone &= Clean(reads.InUse, isOurs: true);
        if (writes is SqliteWriteStore)
        {
            isDone &= Clean(files.Write, isOurs: writes.Layout.Shape is null);
        }

        return Task.FromResult(isDone);
    }

    /// <summary>Copies a write-ahead log into its database and empties it.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="isOurs">Whether no application has tables in it.</param>
    /// <returns>False if somebody reads or writes at the moment.</returns>
    private static bool Clean(string connectionString, bool isOurs)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                Mode = SqliteOpenMode.ReadWrite,
                DefaultTimeout = 1,
            }.ConnectionString
        );
        connection.Open();
        using (var settings = connection.Command(null, "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0"))
        {
            settings.ExecuteNonQuery();
        }

        try
        {
            // When SQLite moves rows to another page, it may leave a copy of one in what is free of the page (measured:
            // of 1 in 1000 to 2000 rows). Only writing the whole file anew removes these.
            if (isOurs && BytesOf(connection) <= MostRewritten)
            {
                using var rewrite = connection.Command(null, "VACUUM");
                rewrite.ExecuteNonQuery();
            }
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteErrors.Busy or SqliteErrors.Locked)
        {
            return false;
        }

        // Most is copied while others write, so that the second, which keeps them from it, has little left to do. It
        // waits for nobody.
        return Checkpoint(connection, "PASSIVE") & Checkpoint(connection, "TRUNCATE");
    }

    private static bool Checkpoint(SqliteConnection connection, string mode)
    {
        using var checkpoint = connection.Command(null, $"PRAGMA wal_checkpoint({mode})");
        using var reader = checkpoint.ExecuteReader();
        return !reader.Read() || reader.GetInt32(0) == 0;
    }

    private static long BytesOf(SqliteConnection connection)
    {
        using var bytes = connection.Command(
            null,
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        );
        return (long)bytes.ExecuteScalar()!;
    }

    /// <summary>
    /// Deletes the read models of other versions that no program has open. Those of versions that did not put the shape
    /// into the name are left to the next start.
    /// </summary>
    private bool DeleteOtherShapes()
    {
        foreach (var path in files.OtherReadPaths().Where(ReadModelFiles.NamesShape).ToList())
        {
            try
            {
                using var alone = new FileStream(
                    path + ".reading",
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
                foreach (var file in ReadModelFiles.Of(path))
                {
                    File.Delete(file);
                }

                logger.LogInformation("The read model {Path}, of another version, is no longer used: deleted.", path);
            }
            catch (IOException)
            {
                // Another version is running and follows the log as well. It takes the person out of its own.
            }
        }

        return true;
    }
}
