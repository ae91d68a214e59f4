using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>Registers the projection runner and the services of the read model.</summary>
internal static class ProjectionsServices
{
    public static IServiceCollection AddProjections(this IServiceCollection services)
    {
        services.TryAddSingleton<ProjectionCatalogue>();
        services.AddSingleton<IEventCheck, EventCheck>();
        services.AddSingleton<ReadModelPosition>();
        services.AddSingleton<IReadModelWait>(provider => provider.GetRequiredService<ReadModelPosition>());
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<ProjectionState>();
        services.AddSingleton<IProjectionMonitor>(provider => provider.GetRequiredService<ProjectionState>());
        services.AddInstruments<ProjectionInstruments>();
        services.AddSingleton<RebuildRequests>();
        services.AddSingleton<ReadModelInUse>();
        services.AddSingleton<ReadModelReplacement>();
        services.AddSingleton<LogMarksWatch>();
        services.AddSingleton<ReadModelRebuild>();
        services.AddSingleton<IReadModelRebuild>(provider => provider.GetRequiredService<ReadModelRebuild>());
        services.AddSingleton<ProjectionRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<ProjectionRunner>());
        return services;
    }
}
