using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteSetup(SqliteFiles files, IDbContextFactory<WriteContext> contexts) : IWriteSetup
{
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
}
