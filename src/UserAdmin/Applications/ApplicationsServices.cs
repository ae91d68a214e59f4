using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Applications;

/// <summary>Registers the services for applications and their keys.</summary>
internal static class ApplicationsServices
{
    public static IServiceCollection AddApplications(this IServiceCollection services)
    {
        services.AddSingleton<ApplicationKeyUses>();
        services.AddSingleton<ApplicationKeyUsesRunner>();
        services.AddSingleton<ApplicationReader>();
        services.AddSingleton<IApplicationAccess>(provider => provider.GetRequiredService<ApplicationReader>());
        services.AddSingleton<IApplicationKeys>(provider => provider.GetRequiredService<ApplicationReader>());
        services.AddScoped<ApplicationEditing>();
        services.AddScoped<ApplicationReading>();
        services.AddScoped<IUserBelongings>(provider => provider.GetRequiredService<ApplicationEditing>());
        services.AddSingleton(new PermissionRefusal(ApplicationErrors.GrantsMore, "the application may do more"));
        services.AddSingleton(new PermissionRefusal(ApplicationErrors.OnlyPeople, "only people may"));
        return services;
    }
}
