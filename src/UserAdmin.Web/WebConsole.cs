namespace UserAdmin.Web;

/// <summary>Everything of the browser console: services, middleware and endpoints.</summary>
internal static class WebConsole
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddScoped<Account.ActingUser>();
        return services;
    }

    public static WebApplication MapConsole(this WebApplication app) => app;
}
