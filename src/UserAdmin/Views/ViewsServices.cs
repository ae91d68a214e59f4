using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Views;

/// <summary>Registers the services for saved views and list layouts.</summary>
internal static class ViewsServices
{
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.AddSingleton<ViewedLists>();
        services.AddSingleton(provider => new ViewedList(
            ViewList.Users,
            Permissions.UsersRead,
            provider.GetRequiredService<UserFieldSet>()
        ));
        services.AddScoped<ViewEditing>();
        services.AddScoped<IUserBelongings>(provider => provider.GetRequiredService<ViewEditing>());
        return services;
    }
}
