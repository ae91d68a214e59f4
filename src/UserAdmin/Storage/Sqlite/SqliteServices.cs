using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Imports;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Registers both databases as SQLite files.</summary>
internal static class SqliteServices
{
    public static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<SqliteFiles>();
        services.AddSingleton<SqliteReadStore>();
        services.AddSingleton<IReadStore>(provider => provider.GetRequiredService<SqliteReadStore>());
        services.AddSingleton<IWriteStore, SqliteWriteStore>();
        services.AddSingleton<IStoreSetup, SqliteStoreSetup>();
        services.AddSingleton<IStorageHealth, SqliteStorageHealth>();
        services.AddSingleton<IStockTables, SqliteStockTables>();
        services.TryAddSingleton<IWriteTransactions, SqliteWriteTransactions>();
        services.AddSingleton<IProviderFaults, SqliteFaults>();
        services.AddSingleton<IDatabaseFaults, DatabaseFaults>();
        services.AddSingleton<IImportStages, SqliteImportStages>();
        services.AddPooledDbContextFactory<WriteContext>(
            (provider, options) =>
                OwnMigrationsHistory
                    .Use(options, provider.GetRequiredService<SqliteFiles>().Write)
                    .AddInterceptors(new FullSync())
                    .ReplaceService<IDatabase, PreparedWrites>()
        );
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IDbContextFactory<WriteContext>>().CreateDbContext();
            // The unit of work is already atomic.
            context.Database.AutoSavepointsEnabled = false;
            return context;
        });
        services.AddScoped(provider => provider.GetRequiredService<IReadStore>().CreateContext());
        return services;
    }
}
