using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// The write model on PostgreSQL. The stock Identity tables are exactly those that an application creates with the same
/// provider; ours are in a schema of their own.
/// </summary>
internal class PostgreSqlWriteContext : WriteContext
{
    public PostgreSqlWriteContext(DbContextOptions<PostgreSqlWriteContext> options)
        : base(options) { }

    /// <summary>For a context with another mapping.</summary>
    protected PostgreSqlWriteContext(DbContextOptions options)
        : base(options) { }

    // Compares and sorts text by its bytes, as SQLite does and as the program expects.
    private const string ByBytes = "C";

    /// <summary>Makes a context use the provider, and a table of our own for its migrations.</summary>
    public static DbContextOptionsBuilder Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(
            connectionString,
            server =>
                server
                    .MigrationsHistoryTable(PostgreSqlWriteSetup.HistoryTable, PostgreSqlServer.Schema)
                    // The default one hides a lost connection in an exception that says how to repeat. Commands are
                    // repeated by their id.
                    .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies))
        );

    /// <inheritdoc/>
    public override DbCommand InsertMany(DbTransaction transaction, InsertedRows rows) =>
        PostgreSqlManyRows.Insert(Database.GetDbConnection(), transaction, rows);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(IsOurs))
        {
            entity.SetSchema(PostgreSqlServer.Schema);
            foreach (var property in entity.GetProperties().Where(IsOurText))
            {
                property.SetCollation(ByBytes);
            }
        }

        modelBuilder.Entity<User>().Property(user => user.LockoutEnd).HasConversion<UtcMoments>();
    }

    private static bool IsOurs(IMutableEntityType entity) =>
        !entity.IsOwned() && entity.GetTableName() is not null && IdentityEntities.KindOf(entity) is null;

    // Ids of users and roles are compared with those in the stock tables, so they sort like those.
    private static bool IsOurText(IMutableProperty property) =>
        (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType)
            == typeof(string)
        && property.GetContainingForeignKeys().All(key => IsOurs(key.PrincipalEntityType));
}
