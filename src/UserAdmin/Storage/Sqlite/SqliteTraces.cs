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
    public Task<bool> RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var isDone = reads.TryDeleteOther() & DeleteOtherShapes();
        isDone &= Truncate(reads.InUse);
        if (writes is SqliteWriteStore)
        {
            isDone &= Truncate(files.Write);
        }

        return Task.FromResult(isDone);
    }

    /// <summary>Copies a write-ahead log into its database and empties it.</summary>
    /// <returns>False if somebody reads or writes at the moment.</returns>
    private static bool Truncate(string connectionString)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                Mode = SqliteOpenMode.ReadWrite,
            }.ConnectionString
        );
        connection.Open();
        using (var settings = connection.Command(null, "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0"))
        {
            settings.ExecuteNonQuery();
        }

        // Most is copied while others write, so that the second, which keeps them from it, has little left to do. It
        // waits for nobody.
        foreach (var mode in (ReadOnlySpan<string>)["PASSIVE", "TRUNCATE"])
        {
            using var checkpoint = connection.Command(null, $"PRAGMA wal_checkpoint({mode})");
            using var reader = checkpoint.ExecuteReader();
            if (reader.Read() && reader.GetInt32(0) != 0)
            {
                return false;
            }
        }

        return true;
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
