using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;

namespace UserAdmin.Monitoring;

/// <summary>Registers the services that monitor the log, the read model and the background workers.</summary>
internal static class MonitoringServices
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton<RunnerHeartbeats>();
        services.AddSingleton<IRunnerMonitor>(provider => provider.GetRequiredService<RunnerHeartbeats>());
        services.AddInstruments<RunnerInstruments>();
        services.AddSingleton<ILogVerification, LogVerification>();
        services.AddSingleton<ILogMismatches, LogMismatches>();
        services.AddSingleton<StockReconciliation>();
        services.AddSingleton<StockMoments>();
        services.AddSingleton<StockPass>();
        services.AddSingleton<StockComparison>();
        services.AddSingleton<StockComparisonRunner>();
        services.AddSingleton<IStockReports>(provider => provider.GetRequiredService<StockComparison>());
        services.AddScoped<LogMarks>();
        return services;
    }
}
