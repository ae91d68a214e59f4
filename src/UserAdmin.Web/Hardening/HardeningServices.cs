using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace UserAdmin.Web.Hardening;

/// <summary>What protects the web host whatever the console does; docs/SECURITY.md says against what.</summary>
internal static class HardeningServices
{
    /// <summary>Adds headers, limits and cookie rules.</summary>
    public static IServiceCollection AddHardening(this IServiceCollection services)
    {
        // First of all startup filters, so that it is the outermost.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, SecurityHeaders>());
        services.AddOptions<SecurityHeaderOptions>().Configure<IConfiguration>((headers, configuration) =>
            headers.StrictTransportSecurity = configuration["UserAdmin:StrictTransportSecurity"] ?? headers.StrictTransportSecurity);
        services.ConfigureOptions<TrustedProxies>();
        services.ConfigureOptions<SecretFreeLogs>();
        services.AddRateLimiter(_ => { });
        services.ConfigureOptions<RateLimits>();
        services.Configure<KestrelServerOptions>(RequestSizes.Configure);
        services.Configure<FormOptions>(RequestSizes.Configure);
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        // Where to go on to is for LocalAddress to say; the handler would take the address from the query by a rule of its own.
        services.PostConfigureAll<CookieAuthenticationOptions>(options => options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask);
        return services;
    }

    /// <summary>The part that comes before everything else: whom one speaks to, and over what.</summary>
    public static WebApplication UseTrueClient(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(HostCookies.TranslateAsync);
        return app;
    }

    /// <summary>The part whose refusals are shown as pages of the console.</summary>
    public static WebApplication UseRefusals(this WebApplication app)
    {
        app.UseMiddleware<CircuitOrigin>();
        app.Use(RequestSizes.BoundAsync);
        // Before authentication: a refused try costs no look at the database.
        app.UseRateLimiter();
        return app;
    }
}
