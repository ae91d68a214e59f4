using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Migrates the write database to the schema of this program.</summary>
internal static class SqliteMigration
{
    /// <exception cref="StartupException">The file cannot be used, contains tables of another program, or was changed
    /// by a newer version; nothing was changed.</exception>
    public static void Migrate(WriteContext context, string path)
    {
        SqliteSchema.Look(context, path);
        SqliteTurn.Take(
            context,
            path,
            () =>
            {
                // Another process may have migrated it meanwhile.
                var schema = SqliteSchema.Look(context, path);
                if (schema.IsShared)
                {
                    TakeOver(context, schema.Applied);
                }

                if (schema.Applied.Count < context.Database.GetMigrations().Count())
                {
                    // EF Core guards a migration with a row that stays for ever if the process is killed. The lock of
                    // SqliteTurn replaces it.
                    context.Database.ExecuteSqlRaw($"DROP TABLE IF EXISTS \"{OwnMigrationsHistory.Lock}\";");
                    // One of the migrations needs the functions to mark the existing secrets.
                    SqliteMarks.Register((SqliteConnection)context.Database.GetDbConnection());
                    context.Database.Migrate();
                }
            }
        );
    }

    /// <summary>
    /// Moves our rows from the shared migrations table to our own; rows of other applications stay where they are.
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
}
