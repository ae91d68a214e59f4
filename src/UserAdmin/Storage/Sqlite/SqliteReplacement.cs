using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Puts a database file in the place of the present one, which is kept.</summary>
internal static class SqliteReplacement
{
    private static readonly string[] _beside = ["-wal", "-shm", "-journal"];

    /// <summary>
    /// Replaces the write database. The caller holds <see cref="RunningPrograms"/> exclusively. Whenever this is
    /// interrupted, the next start finds the old data or the new:
    /// <list type="number">
    /// <item>The pending changes in the WAL are written into the old file, because no rename could exchange two files
    /// at once, and a WAL beside another database would damage it.</item>
    /// <item>Keys are only added, so they suit both databases.</item>
    /// <item>One rename replaces the old file, which has been linked into the folder aside before. There is no moment
    /// without a database, in which a start would create an empty one.</item>
    /// </list>
    /// </summary>
    /// <returns>The folder with the old files, or null if there were none.</returns>
    /// <param name="files">The databases.</param>
    /// <param name="staged">The new file, on the same disk and durable.</param>
    /// <param name="restoreKeys">Adds the keys.</param>
    /// <param name="at">The moment, which names the folder aside.</param>
    /// <exception cref="StartupException">Another program uses the database; nothing was changed.</exception>
    public static string? Run(SqliteFiles files, string staged, Action restoreKeys, DateTimeOffset at)
    {
        var isThere = File.Exists(files.WritePath);
        if (!isThere && !Directory.Exists(Path.Combine(files.DataDirectory, KeyRingFiles.Folder)))
        {
            restoreKeys();
            File.Move(staged, files.WritePath);
            return null;
        }

        var isWhole = !isThere || TryFoldWal(files.WritePath);
        var aside = Path.Combine(files.DataDirectory, $"{KeptBackups.Replaced}{BackupFolder.Stamp(at)}");
        PrivateFiles.CreateFolder(aside);
        KeyRingFiles.Copy(files.DataDirectory, aside);
        restoreKeys();
        if (!isThere)
        {
            File.Move(staged, files.WritePath);
            return aside;
        }

        if (!isWhole)
        {
            SetAsideDamaged(files.WritePath, aside);
        }

        Replace(staged, files.WritePath, Path.Combine(aside, Path.GetFileName(files.WritePath)));
        return aside;
    }

    /// <summary>
    /// Makes the database a single file; false if it is damaged. SQLite does this only if no other program has the
    /// database open: such a program would go on to write to the old file.
    /// </summary>
    private static bool TryFoldWal(string path)
    {
        try
        {
            // SQLite deletes the WAL of a damaged file that it may write to.
            SqliteReading.Open(path).Dispose();
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                    DefaultTimeout = 3,
                }.ConnectionString
            );
            connection.Open();
            using var fold = connection.Command(null, "PRAGMA journal_mode = DELETE");
            fold.ExecuteScalar();
            return true;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteErrors.Busy or SqliteErrors.Locked)
        {
            throw new StartupException(
                $"Another program has the database {path} open. Stop every application that uses it, then restore. "
                    + "Nothing was changed.",
                fault
            );
        }
        catch (StartupException fault)
            when (fault.InnerException
                    is SqliteException { SqliteErrorCode: SqliteErrors.Corrupt or SqliteErrors.NotADatabase }
            )
        {
            return false;
        }
    }

    /// <summary>
    /// Keeps what is beside a damaged database, and then deletes it there. A start in between finds the damaged
    /// database, as before.
    /// </summary>
    private static void SetAsideDamaged(string path, string aside)
    {
        foreach (var file in _beside.Select(suffix => path + suffix).Where(File.Exists))
        {
            PrivateFiles.Copy(file, Path.Combine(aside, Path.GetFileName(file)));
            File.Delete(file);
        }
    }

    private static void Replace(string staged, string path, string aside)
    {
        // The folder aside can be on another disk than the database, where a link is not possible.
        if (Path.GetDirectoryName(Path.GetDirectoryName(aside)) == Path.GetDirectoryName(path))
        {
            File.Replace(staged, path, aside);
            return;
        }

        PrivateFiles.Copy(path, aside);
        File.Move(staged, path, overwrite: true);
    }
}
