using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Pipeline;

namespace UserAdmin.Roles;

/// <summary>Roles and what they allow.</summary>
internal static class RolesServices
{
    public static IServiceCollection AddRoles(this IServiceCollection services)
    {
        services.AddScoped<RoleGranting>();
        services.AddSingleton(new PermissionRefusal(RoleErrors.GrantsMore, "the role allows more"));
        return services;
    }
}
