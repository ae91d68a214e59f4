using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.EventLog;

/// <summary>What appends to the log and wakes who follows it.</summary>
internal static class EventLogServices
{
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        services.AddSingleton<LogSignal>();
        return services;
    }
}
