using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;

namespace UserAdmin.Monitoring;

/// <summary>Where the log and the read model stand, and who still works.</summary>
internal static class MonitoringServices
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton<RunnerHeartbeats>();
        services.AddSingleton<IRunnerMonitor>(provider => provider.GetRequiredService<RunnerHeartbeats>());
        services.AddSingleton<ILogVerification, LogVerification>();
        services.AddSingleton<ILogMismatches, LogMismatches>();
        services.AddSingleton<StockComparison>();
        services.AddSingleton<IStockReports>(provider => provider.GetRequiredService<StockComparison>());
        services.AddScoped<LogMarks>();
        return services;
    }
}
