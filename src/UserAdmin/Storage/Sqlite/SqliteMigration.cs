using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Brings one database file to the schema of this program.</summary>
internal static class SqliteMigration
{
    /// <exception cref="StartupException">The file cannot be used, or a newer program has changed it.</exception>
    public static void Migrate(DbContext context, string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Processes that start together take turns; the file goes with the process, even if it is killed.
            using var turn = HoldTurn(path + ".migrate");
            context.Database.SetCommandTimeout(TimeSpan.FromSeconds(5));
            context.Database.OpenConnection();
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL;");
            var applied = context.Database.GetAppliedMigrations().ToList();
            var known = context.Database.GetMigrations().ToList();
            if (applied.Except(known).FirstOrDefault() is { } newer)
            {
                throw new StartupException(
                    $"The database {path} was changed by a newer version of UserAdmin (migration {newer}). Start that version, or restore a backup made with this one.");
            }

            if (applied.Count < known.Count)
            {
                // EF Core guards a migration with a row that a killed process leaves behind for ever; our turn has replaced it.
                context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\";");
                context.Database.Migrate();
            }

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
                $"The folder {Path.GetDirectoryName(path)} cannot be written: {fault.Message} Give the user who runs UserAdmin write permission, or set UserAdmin:DataDirectory to another folder.", fault);
        }
        finally
        {
            context.Database.CloseConnection();
            context.Database.SetCommandTimeout(null);
        }
    }

    private static FileStream HoldTurn(string path)
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
