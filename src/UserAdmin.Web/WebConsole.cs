using Microsoft.AspNetCore.Components;
using MudBlazor.Services;

namespace UserAdmin.Web;

/// <summary>Everything of the browser console: services, middleware and endpoints.</summary>
internal static class WebConsole
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddSingleton(typeof(PersistentComponentStateSerializer<>), typeof(Live.ViewModelSerializer<>));
        services.AddScoped<Account.ActingUser>();
        services.AddScoped<Live.Announcer>();
        return services;
    }

    public static WebApplication MapConsole(this WebApplication app) => app;
}
