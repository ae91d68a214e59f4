using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Projections;
using UserAdmin.Users.Index;

namespace UserAdmin.Past;

/// <summary>Registers the services that tell what an account or a role was like.</summary>
internal static class PastServices
{
    public static IServiceCollection AddPast(this IServiceCollection services)
    {
        services.AddSingleton<SubjectFold>();
        services.AddSingleton<PastStates>();
        services.AddSingleton<PastDirectories>();
        services.AddSingleton<IPastDirectories>(provider => provider.GetRequiredService<PastDirectories>());
        services.AddSingleton<IPastListLoading>(provider => provider.GetRequiredService<PastDirectories>());
        services.AddSingleton<IEventFollower>(provider => new PastErasure(
            provider.GetRequiredService<PastDirectories>
        ));
        return services;
    }
}
