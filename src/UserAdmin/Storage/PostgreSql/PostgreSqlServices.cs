using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.EventLog;
using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>Registers the write database on a PostgreSQL server.</summary>
internal static class PostgreSqlServices
{
    public static IServiceCollection AddPostgreSqlWrites(this IServiceCollection services)
    {
        services.TryAddSingleton<PostgreSqlServer>();
        services.AddSingleton<IWriteStore, PostgreSqlWriteStore>();
        services.AddSingleton<IWriteSetup, PostgreSqlWriteSetup>();
        services.AddSingleton<IBackups, PostgreSqlBackups>();
        services.AddSingleton<IConsoleTurn, PostgreSqlConsoleTurn>();
        services.AddSingleton<ILogListener, PostgreSqlLogListener>();
        services.AddSingleton<IStockTables, PostgreSqlStockTables>();
        services.AddSingleton<IProviderFaults, PostgreSqlFaults>();
        services.TryAddSingleton<IWriteTransactions, PostgreSqlWriteTransactions>();
        services.AddPooledDbContextFactory<PostgreSqlWriteContext>(
            (provider, options) =>
                PostgreSqlWriteContext
                    .Use(options, provider.GetRequiredService<PostgreSqlServer>().ConnectionString)
                    .ReplaceService<IDatabase, PreparedWrites>()
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
