using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Brings the write database to the schema of this program.</summary>
internal static class SqliteMigration
{
    /// <exception cref="StartupException">The file cannot be used, holds what is not ours, or a newer program has
    /// changed it; then nothing was changed.</exception>
    public static void Migrate(WriteContext context, string path)
    {
        SqliteSchema.Look(context, path);
        SqliteTurn.Take(
            context,
            path,
            () =>
            {
                // Another process may have had its turn meanwhile.
                var schema = SqliteSchema.Look(context, path);
                if (schema.IsShared)
                {
                    TakeOver(context, schema.Applied);
                }

                if (schema.Applied.Count < context.Database.GetMigrations().Count())
                {
                    // EF Core guards a migration with a row that a killed process leaves behind for ever; our turn has
                    // replaced it.
                    context.Database.ExecuteSqlRaw($"DROP TABLE IF EXISTS \"{OwnMigrationsHistory.Lock}\";");
                    // One of the migrations marks the secrets that are there.
                    SqliteMarks.Register((SqliteConnection)context.Database.GetDbConnection());
                    context.Database.Migrate();
                }
            }
        );
    }

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
}
