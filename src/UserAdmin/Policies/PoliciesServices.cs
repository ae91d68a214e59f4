using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Policies;

/// <summary>Registers the services for the policy.</summary>
internal static class PoliciesServices
{
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<PolicyStart>();
        services.AddSingleton<PolicyReader>();
        return services;
    }
}
