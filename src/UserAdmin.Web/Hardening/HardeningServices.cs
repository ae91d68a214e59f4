using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Registers the protection of the web host, independent of the console's pages; docs/SECURITY.md describes the
/// threats.
/// </summary>
internal static class HardeningServices
{
    /// <summary>Adds headers, limits and cookie rules.</summary>
    public static IServiceCollection AddHardening(this IServiceCollection services)
    {
        // Must be the first startup filter, so that it is the outermost.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, SecurityHeaders>());
        services.Insert(1, ServiceDescriptor.Transient<IStartupFilter, HeadRequests>());
        services
            .AddOptions<SecurityHeaderOptions>()
            .Configure<IConfiguration>(
                (headers, configuration) =>
                    headers.StrictTransportSecurity = configuration["UserAdmin:StrictTransportSecurity"]
            );
        services.ConfigureOptions<TrustedProxies>();
        services.ConfigureOptions<SecretFreeLogs>();
        services.AddSingleton<BasePath>();
        services.AddSingleton<Stopping>();
        services.AddSingleton<Draining>();
        services.AddSingleton<IHostLifetime, StopRequests>();
        // Counted from the end of Draining. The server itself aborts clients that are still connected after this time.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddLogging(logging =>
        {
            logging
                .AddConsole(console => console.FormatterName = BoundedConsole.FormatterName)
                .AddConsoleFormatter<BoundedConsole, ConsoleFormatterOptions>();
            // Its messages about invalid tokens contain what strangers sent; the refusal itself is a 400.
            logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        });
        services.AddRateLimiter(_ => { });
        services.AddSingleton<RefusedRequests>();
        services.AddSingleton<SharedRateLimits>();
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
        // LocalAddress decides the return address; the handler would read it from the query by its own rules.
        services.PostConfigureAll<CookieAuthenticationOptions>(options =>
            options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask
        );
        return services;
    }

    /// <summary>Adds the middleware that runs before everything else: proxies, HTTPS, path and routing.</summary>
    public static WebApplication UseTrueClient(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(app.Services.GetRequiredService<BasePath>().DivideAsync);
        // Unless it stands here, it is done before everything else, and with the undivided address.
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<Stopping>().WatchAsync);
        app.Use(app.Services.GetRequiredService<Draining>().WatchAsync);
        app.Use(HostCookies.TranslateAsync);
        return app;
    }

    /// <summary>Adds the middleware whose refusals are shown as pages of the console.</summary>
    public static WebApplication UseRefusals(this WebApplication app)
    {
        app.UseMiddleware<CircuitOrigin>();
        app.Use(RequestSizes.BoundAsync);
        // Before authentication, so that a refused attempt costs no database access.
        app.UseRateLimiter();
        app.Use(app.Services.GetRequiredService<SharedRateLimits>().LimitAsync);
        app.Use(BadRequests.AnswerAsync);
        return app;
    }
}
