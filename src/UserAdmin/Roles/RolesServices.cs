using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Pipeline;

namespace UserAdmin.Roles;

/// <summary>Registers the services for roles and permissions.</summary>
internal static class RolesServices
{
    public static IServiceCollection AddRoles(this IServiceCollection services)
    {
        services.AddScoped<RoleGranting>();
        services.AddSingleton(new PermissionRefusal(RoleErrors.GrantsMore, "the role allows more"));
        return services;
    }
}
