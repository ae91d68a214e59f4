using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserAdmin.Attaching;
using UserAdmin.Audit.Search;
using UserAdmin.Copying;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Sealing;
using UserAdmin.Settings;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;
using UserAdmin.Users.Search;

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
        services.AddSingleton<IPurgeTraces, SqliteTraces>();
        services.AddSingleton<IStorageHealth, SqliteStorageHealth>();
        services.AddSingleton<IProviderFaults, SqliteFaults>();
        services.AddSingleton<BuiltFromLog>();
        services.AddScoped(provider => provider.GetRequiredService<IReadStore>().CreateContext());
        services.AddScoped<IActivityReader, SqliteActivity>();
        return services;
    }

    /// <summary>Adds the write database.</summary>
    public static IServiceCollection AddSqliteWrites(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<UserAdminOptions>>().Value;
            return SqliteAttached
                .Look(provider.GetRequiredService<SqliteFiles>().WritePath)
                .With(options.HiddenAttributes, options.EditableAttributes, SearchFields.Names);
        });
        services.AddSingleton<IWriteStore, SqliteWriteStore>();
        services.AddSingleton<IWriteSetup, SqliteWriteSetup>();
        services.AddSingleton<IBackups, SqliteBackups>();
        services.AddSingleton<IDatabaseAttachment, SqliteAttachment>();
        services.AddSingleton<INumberKeys, SqliteNumberKeys>();
        services.AddSingleton<ICopySide, SqliteCopySide>();
        services.AddSingleton<ISealedDatabase, SqliteSealedDatabase>();
        services.AddSingleton<IDatabaseExaminer, SqliteExaminer>();
        services.AddSingleton<IImportStages, SqliteImportStages>();
        services.AddSingleton<IImportStorage, ImportFolders>();
        services.AddSingleton<ILeaderElection, OnlyNode>();
        services.AddSingleton<IAttemptCounts, LocalAttemptCounts>();
        services.AddSingleton<IStockTables, SqliteStockTables>();
        services.AddSingleton<IObservedQueue, SqliteObservedQueue>();
        services.AddSingleton<IStockTriggers, SqliteStockTriggers>();
        services.TryAddSingleton<IWriteTransactions, SqliteWriteTransactions>();
        services.AddPooledDbContextFactory<WriteContext>(
            (provider, options) =>
            {
                OwnMigrationsHistory
                    .Use(options, provider.GetRequiredService<SqliteFiles>().Write)
                    .AddInterceptors(new FullSync())
                    .ReplaceService<IDatabase, PreparedWrites>();
                SqliteAttached.Use(options, provider.GetRequiredService<DatabaseLayout>());
            }
        );
        return services;
    }
}
