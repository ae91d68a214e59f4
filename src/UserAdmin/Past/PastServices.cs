using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Past;

/// <summary>Registers the services that tell what an account or a role was like.</summary>
internal static class PastServices
{
    public static IServiceCollection AddPast(this IServiceCollection services)
    {
        services.AddSingleton<SubjectFold>();
        services.AddSingleton<PastStates>();
        return services;
    }
}
