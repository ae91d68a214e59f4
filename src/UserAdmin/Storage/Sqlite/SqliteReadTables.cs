using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Creates the tables of a read model from EF Core's model. They are never migrated, because each shape has its own
/// file.
/// </summary>
internal static partial class SqliteReadTables
{
    public static DbContextOptions<ReadContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<ReadContext>()
            .UseSqlite(connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;

    /// <summary>Creates the tables and the checkpoint in one transaction, unless they exist.</summary>
    /// <param name="connectionString">The connection string of the file, which is created with private
    /// permissions.</param>
    /// <param name="path">The file.</param>
    /// <param name="isComplete">Whether the read model is complete at once, because the log is empty.</param>
    /// <exception cref="StartupException">The file cannot be used, or contains tables of another program.</exception>
    public static void Create(string connectionString, string path, bool isComplete)
    {
        using var context = new ReadContext(Options(connectionString));
        SqliteTurn.Take(
            context,
            path,
            () =>
            {
                if (HasCheckpoint(context, path))
                {
                    return;
                }

                using var transaction = context.Database.BeginTransaction();
                context.GetService<IRelationalDatabaseCreator>().CreateTables();
                context.Add(new Checkpoint { IsComplete = isComplete });
                context.SaveChanges();
                transaction.Commit();
            }
        );
    }

    /// <summary>Reads the checkpoint of a file of any shape; null if it has none.</summary>
    /// <exception cref="SqliteException">The file is not a read model.</exception>
    public static Checkpoint? ReadCheckpoint(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Position, Hash, Generation, IsComplete FROM Checkpoint";
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new Checkpoint
            {
                Position = reader.GetInt64(0),
                Hash = reader.GetFieldValue<byte[]>(1),
                Generation = reader.GetInt32(2),
                IsComplete = reader.GetBoolean(3),
            }
            : null;
    }

    private static bool HasCheckpoint(ReadContext context, string path)
    {
        using var command = context
            .Database.GetDbConnection()
            .Command(null, "SELECT name FROM sqlite_master WHERE type = 'table'");
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables.Count == 0 || tables.Contains("Checkpoint")
            ? tables.Count > 0
            : throw new StartupException(
                $"The database {path} already has tables that UserAdmin did not make "
                    + $"({string.Join(", ", tables.Take(3))}). Nothing was changed. Name another file with "
                    + "ConnectionStrings:Read."
            );
    }
}
