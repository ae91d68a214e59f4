using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Policies;

/// <summary>What administrators have decided.</summary>
internal static class PoliciesServices
{
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<PolicyStart>();
        services.AddSingleton<PolicyReader>();
        return services;
    }
}
