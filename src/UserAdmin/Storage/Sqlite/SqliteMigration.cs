using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Brings one database file to the schema of this program.</summary>
internal static class SqliteMigration
{
    /// <exception cref="StartupException">The file cannot be used, holds what is not ours, or a newer program has
    /// changed it; then nothing was changed.</exception>
    public static void Migrate(DbContext context, string path)
    {
        SqliteSchema.Look(context, path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Processes that start together take turns; the file goes with the process, even if it is killed.
            using var turn = HoldTurn(path + ".migrate");
            // Another process may have had its turn meanwhile.
            var schema = SqliteSchema.Look(context, path);
            PrivateFiles.Create(path);
            context.Database.SetCommandTimeout(TimeSpan.FromSeconds(5));
            context.Database.OpenConnection();
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL;");
            if (schema.IsShared)
            {
                TakeOver(context, schema.Applied);
            }

            if (schema.Applied.Count < context.Database.GetMigrations().Count())
            {
                // EF Core guards a migration with a row that a killed process leaves behind for ever; our turn has
                // replaced it.
                context.Database.ExecuteSqlRaw(context is WriteContext ? DropOwnLock : DropLock);
                // One of the migrations marks the secrets that are there.
                SqliteMarks.Register((SqliteConnection)context.Database.GetDbConnection());
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

    private const string DropOwnLock = $"DROP TABLE IF EXISTS \"{OwnMigrationsHistory.Lock}\";";
    private const string DropLock = "DROP TABLE IF EXISTS \"__EFMigrationsLock\";";

    /// <summary>
    /// Takes our rows out of the table that everybody uses into one of our own; rows of others stay where they are.
    /// </summary>
    private static void TakeOver(DbContext context, IReadOnlyList<string> applied)
    {
        var history = context.GetService<IHistoryRepository>();
        using var transaction = context.Database.BeginTransaction();
        context.Database.ExecuteSqlRaw(history.GetCreateIfNotExistsScript());
        foreach (var migration in applied)
        {
#pragma warning disable EF1002 // The names are constants.
            context.Database.ExecuteSqlRaw(
                $"INSERT OR IGNORE INTO \"{OwnMigrationsHistory.Table}\" SELECT \"MigrationId\", "
                    + $"\"ProductVersion\" FROM \"{OwnMigrationsHistory.SharedTable}\" WHERE \"MigrationId\" = "
                    + $"{{0}}; "
                    + $"DELETE FROM \"{OwnMigrationsHistory.SharedTable}\" WHERE \"MigrationId\" = {{0}};",
                migration
            );
        }

        if (
            context
                .Database.SqlQueryRaw<int>($"SELECT COUNT(*) AS \"Value\" FROM \"{OwnMigrationsHistory.SharedTable}\"")
                .Single() == 0
        )
        {
            context.Database.ExecuteSqlRaw($"DROP TABLE \"{OwnMigrationsHistory.SharedTable}\";");
        }
#pragma warning restore EF1002

        transaction.Commit();
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
