using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Bulk;

/// <summary>Registers the services for bulk actions.</summary>
internal static class BulkServices
{
    public static IServiceCollection AddBulk(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BulkOptions>().Bind(configuration.GetSection(BulkOptions.Section));
        services.AddSingleton<BulkSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<BulkSignal>());
        services.AddScoped<IUserBelongings, PurgedStarters>();
        services.AddSingleton<BulkSender>();
        services.AddSingleton<BulkRunner>();
        services.AddInstruments<BulkInstruments>();
        return services;
    }
}
