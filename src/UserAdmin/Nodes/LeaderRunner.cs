using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace UserAdmin.Nodes;

/// <summary>A background worker that runs on the leader only.</summary>
/// <param name="Runner">The worker. It can be started again after it was stopped.</param>
/// <param name="Name">The name under which it reports its heartbeats.</param>
internal sealed record LeaderRunner(BackgroundService Runner, string Name);

/// <summary>Registers work of the leader.</summary>
internal static class LeaderRunners
{
    /// <summary>
    /// Runs a background worker on the leader only; workers start in the order in which they were added.
    /// </summary>
    public static IServiceCollection AddLeaderRunner<TRunner>(this IServiceCollection services, string name)
        where TRunner : BackgroundService =>
        services.AddSingleton(provider => new LeaderRunner(provider.GetRequiredService<TRunner>(), name));
}
