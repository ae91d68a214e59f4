using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Pipeline;

namespace UserAdmin.Following;

/// <summary>Registers the services that record what other programs do to the stock tables.</summary>
internal static class FollowingServices
{
    public static IServiceCollection AddFollowing(this IServiceCollection services)
    {
        services.AddSingleton<UnrecordedChanges>();
        services.AddSingleton<ReconciliationSignal>();
        services.AddSingleton<StockFollower>();
        services.AddSingleton<AdoptionState>();
        services.AddSingleton<IAdoptionMonitor>(provider => provider.GetRequiredService<AdoptionState>());
        services.AddSingleton<UnknownAccounts>();
        services.AddSingleton<AccountAdoption>();
        services.AddSingleton<AdoptionRunner>();
        services.AddScoped<ObservedProfiles>();
        services.AddScoped<ObservedUsers>();
        services.AddScoped<ObservedRoles>();
        services.AddScoped<ObservedChanges>();
        services.AddScoped<IObservedChanges>(provider => provider.GetRequiredService<ObservedChanges>());
        return services;
    }
}
