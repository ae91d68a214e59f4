using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Changes the tables of a database file while no other process does so.</summary>
internal static class SqliteTurn
{
    // SQLite has no queue: among programs that write all the time, each wait is a new draw.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs work on a file under an exclusive lock.</summary>
    /// <param name="context">The context; its connection is open while the work runs.</param>
    /// <param name="path">The file; it is created with private permissions if it does not exist.</param>
    /// <param name="work">The work to run.</param>
    /// <exception cref="StartupException">The file or its folder cannot be used.</exception>
    public static void Take(DbContext context, string path, Action work)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Processes that start at the same time take turns. The lock is released when the process ends, even if it
            // is killed.
            using var turn = Hold(path + ".migrate");
            PrivateFiles.Create(path);
            context.Database.SetCommandTimeout(_patience);
            context.Database.OpenConnection();
            if (context is not WriteContext { Layout.Shape: not null })
            {
                context.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL;");
            }

            work();
            // A lock held by another program is reported here, in one line, and not by the first command.
            context.Database.ExecuteSqlRaw("BEGIN IMMEDIATE; ROLLBACK;");
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new StartupException(
                $"The folder {Path.GetDirectoryName(path)} cannot be written: {fault.Message} Give the user "
                    + "who runs UserAdmin write permission, or set UserAdmin:DataDirectory to another folder.",
                fault
            );
        }
        finally
        {
            context.Database.CloseConnection();
            context.Database.SetCommandTimeout(null);
        }
    }

    private static FileStream Hold(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 100 && File.Exists(path))
            {
                Thread.Sleep(100);
            }
        }
    }
}
