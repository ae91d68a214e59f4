using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.EventLog;

/// <summary>Registers the services that append to the log and wake its followers.</summary>
internal static class EventLogServices
{
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        services.AddSingleton<LogSignal>();
        return services;
    }
}
