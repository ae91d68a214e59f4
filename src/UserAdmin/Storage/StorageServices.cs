using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage;

/// <summary>Registers what does not depend on the database.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<IDatabaseFaults, DatabaseFaults>();
        services.AddSingleton<DatabaseWaits>();
        services.AddSingleton<INewKeys, KeyMaker>();
        services.AddSingleton<IAttachedDatabase>(provider => provider.GetRequiredService<DatabaseLayout>());
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IDbContextFactory<WriteContext>>().CreateDbContext();
            // The unit of work is already atomic.
            context.Database.AutoSavepointsEnabled = false;
            return context;
        });
        return services;
    }
}
