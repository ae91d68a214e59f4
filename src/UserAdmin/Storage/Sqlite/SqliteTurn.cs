using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Changes the tables of one database file while no other process does.</summary>
internal static class SqliteTurn
{
    /// <summary>Takes a turn at a file.</summary>
    /// <param name="context">Its connection is open while the turn lasts.</param>
    /// <param name="path">The file; it is made with private permissions if there is none.</param>
    /// <param name="work">What is done.</param>
    /// <exception cref="StartupException">The file or its folder cannot be used.</exception>
    public static void Take(DbContext context, string path, Action work)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Processes that start together take turns; the lock goes with the process, even if it is killed.
            using var turn = Hold(path + ".migrate");
            PrivateFiles.Create(path);
            context.Database.SetCommandTimeout(TimeSpan.FromSeconds(5));
            context.Database.OpenConnection();
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL;");
            work();
            // A lock that another program holds is met here, in one line, and not by the first command.
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
