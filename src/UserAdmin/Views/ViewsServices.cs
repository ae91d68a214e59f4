using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>Saved views and layouts of the list.</summary>
internal static class ViewsServices
{
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddScoped<ViewEditing>();
        services.AddScoped<IUserBelongings>(provider => provider.GetRequiredService<ViewEditing>());
        return services;
    }
}
