using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserAdmin.Attaching;
using UserAdmin.Copying;
using UserAdmin.EventLog;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Sealing;
using UserAdmin.Settings;
using UserAdmin.Storage.Attached;
using UserAdmin.Users.Search;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>Registers the write database on a PostgreSQL server.</summary>
internal static class PostgreSqlServices
{
    public static IServiceCollection AddPostgreSqlWrites(this IServiceCollection services)
    {
        services.TryAddSingleton<PostgreSqlServer>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<UserAdminOptions>>().Value;
            return PostgreSqlAttached
                .Look(provider.GetRequiredService<PostgreSqlServer>())
                .With(options.HiddenAttributes, options.EditableAttributes, SearchFields.Names);
        });
        services.AddSingleton<PostgreSqlWriteStore>();
        services.AddSingleton<IWriteStore>(provider => provider.GetRequiredService<PostgreSqlWriteStore>());
        services.AddSingleton<ISharedLog>(provider => provider.GetRequiredService<PostgreSqlWriteStore>());
        services.AddSingleton<IWriteSetup, PostgreSqlWriteSetup>();
        services.AddSingleton<IBackups, PostgreSqlBackups>();
        services.AddSingleton<IDatabaseAttachment, PostgreSqlAttachment>();
        services.AddSingleton<INumberKeys, PostgreSqlNumberKeys>();
        services.AddSingleton<ICopySide, PostgreSqlCopySide>();
        services.AddSingleton<ISealedDatabase, PostgreSqlSealedDatabase>();
        services.AddSingleton<IDatabaseExaminer, PostgreSqlExaminer>();
        services.AddSingleton<ILeaderElection, PostgreSqlLeaderElection>();
        services.AddSingleton<IImportStorage, PostgreSqlImportStorage>();
        services.AddSingleton<INodeRegister, PostgreSqlNodeRegister>();
        services.AddSingleton<ISharedKeys, PostgreSqlSharedKeys>();
        services.AddSingleton<PostgreSqlAttempts>();
        services.AddSingleton<IAttemptCounts>(provider => provider.GetRequiredService<PostgreSqlAttempts>());
        services.AddSingleton<ISharedBudget>(provider => provider.GetRequiredService<PostgreSqlAttempts>());
        services.AddSingleton<ILogListener, PostgreSqlLogListener>();
        services.AddSingleton<IStockTables, PostgreSqlStockTables>();
        services.AddSingleton<IObservedQueue, PostgreSqlObservedQueue>();
        services.AddSingleton<IStockTriggers, PostgreSqlStockTriggers>();
        services.AddSingleton<IProviderFaults, PostgreSqlFaults>();
        services.TryAddSingleton<IWriteTransactions, PostgreSqlWriteTransactions>();
        services.AddPooledDbContextFactory<PostgreSqlWriteContext>(
            (provider, options) =>
            {
                PostgreSqlWriteContext
                    .Use(options, provider.GetRequiredService<PostgreSqlServer>().ConnectionString)
                    .ReplaceService<IDatabase, PreparedWrites>();
                PostgreSqlAttached.Use(options, provider.GetRequiredService<DatabaseLayout>());
            }
        );
        services.AddSingleton<IDbContextFactory<WriteContext>, Contexts>();
        return services;
    }

    private sealed class Contexts(IDbContextFactory<PostgreSqlWriteContext> contexts) : IDbContextFactory<WriteContext>
    {
        public WriteContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<WriteContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await contexts.CreateDbContextAsync(cancellationToken);
    }
}
