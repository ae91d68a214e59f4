using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteSetup(SqliteFiles files, IDbContextFactory<WriteContext> contexts) : IWriteSetup
{
    public string Name => files.WritePath;

    public bool IsBehind()
    {
        using var context = contexts.CreateDbContext();
        return SqliteSchema.Look(context, files.WritePath).IsBehind;
    }

    public void Migrate()
    {
        using var context = contexts.CreateDbContext();
        SqliteMigration.Migrate(context, files.WritePath);
    }

    public UnfinishedCopy? UnfinishedCopy()
    {
        if (new FileInfo(files.WritePath) is not { Exists: true, Length: > 0 })
        {
            return null;
        }

        try
        {
            using var connection = SqliteReading.Open(files.WritePath);
            using var exists = connection.Command(
                null,
                $"SELECT 1 FROM sqlite_master WHERE name = '{Storage.UnfinishedCopy.Table}'"
            );
            if (exists.ExecuteScalar() is null)
            {
                return null;
            }

            using var mark = connection.Command(
                null,
                $"SELECT \"From\", \"FirstHash\" FROM \"{Storage.UnfinishedCopy.Table}\""
            );
            using var row = mark.ExecuteReader();
            return row.Read() ? new(row.GetString(0), row.GetString(1)) : null;
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, files.WritePath);
        }
    }
}
