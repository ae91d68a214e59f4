using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;

namespace UserAdmin.Nodes;

/// <summary>Registers what several processes on one database have to agree on.</summary>
internal static class NodesServices
{
    public static IServiceCollection AddNodes(this IServiceCollection services)
    {
        services.AddSingleton<Leadership>();
        services.AddSingleton<ILeadership>(provider => provider.GetRequiredService<Leadership>());
        services.AddSingleton<NodeReports>();
        services.AddSingleton<INodeDeparture, NodeDeparture>();
        services.AddInstruments<NodeInstruments>();
        return services;
    }
}
