using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Imports;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Registers databases as SQLite files.</summary>
internal static class SqliteServices
{
    /// <summary>Adds the read model, and the rows of imports.</summary>
    public static IServiceCollection AddSqliteReads(this IServiceCollection services)
    {
        services.AddSingleton<SqliteFiles>();
        services.AddSingleton<SqliteReadStore>();
        services.AddSingleton<IReadStore>(provider => provider.GetRequiredService<SqliteReadStore>());
        services.AddSingleton<IStoreSetup, SqliteStoreSetup>();
        services.AddSingleton<IStorageHealth, SqliteStorageHealth>();
        services.AddSingleton<IProviderFaults, SqliteFaults>();
        services.AddSingleton<IImportStages, SqliteImportStages>();
        services.AddScoped(provider => provider.GetRequiredService<IReadStore>().CreateContext());
        return services;
    }

    /// <summary>Adds the write database.</summary>
    public static IServiceCollection AddSqliteWrites(this IServiceCollection services)
    {
        services.AddSingleton<IWriteStore, SqliteWriteStore>();
        services.AddSingleton<IWriteSetup, SqliteWriteSetup>();
        services.AddSingleton<IBackups, SqliteBackups>();
        services.AddSingleton<IStockTables, SqliteStockTables>();
        services.TryAddSingleton<IWriteTransactions, SqliteWriteTransactions>();
        services.AddPooledDbContextFactory<WriteContext>(
            (provider, options) =>
                OwnMigrationsHistory
                    .Use(options, provider.GetRequiredService<SqliteFiles>().Write)
                    .AddInterceptors(new FullSync())
                    .ReplaceService<IDatabase, PreparedWrites>()
        );
        return services;
    }
}
