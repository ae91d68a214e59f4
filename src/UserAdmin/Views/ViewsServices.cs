using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>Registers the services for saved views and list layouts.</summary>
internal static class ViewsServices
{
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddScoped<ViewEditing>();
        services.AddScoped<IUserBelongings>(provider => provider.GetRequiredService<ViewEditing>());
        return services;
    }
}
