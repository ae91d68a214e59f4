using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Projections;

namespace UserAdmin.Retention;

/// <summary>Registers what erases sign-ins and addresses after the time that the policy says.</summary>
internal static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<RetentionSignal>();
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<RetentionSignal>());
        services.AddSingleton<RetentionRunner>();
        return services;
    }
}
