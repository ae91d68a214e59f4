using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace UserAdmin.Web.Hardening;

/// <summary>What protects the web host whatever the console does; docs/SECURITY.md says against what.</summary>
internal static class HardeningServices
{
    /// <summary>Adds headers, limits and cookie rules.</summary>
    public static IServiceCollection AddHardening(this IServiceCollection services)
    {
        // First of all startup filters, so that it is the outermost.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, SecurityHeaders>());
        services.Insert(1, ServiceDescriptor.Transient<IStartupFilter, HeadRequests>());
        services
            .AddOptions<SecurityHeaderOptions>()
            .Configure<IConfiguration>(
                (headers, configuration) =>
                    headers.StrictTransportSecurity =
                        configuration["UserAdmin:StrictTransportSecurity"] ?? headers.StrictTransportSecurity
            );
        services.ConfigureOptions<TrustedProxies>();
        services.ConfigureOptions<SecretFreeLogs>();
        services.AddSingleton<Stopping>();
        // Who still hangs on after this is cut off by the server itself.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddLogging(logging =>
        {
            logging
                .AddConsole(console => console.FormatterName = BoundedConsole.FormatterName)
                .AddConsoleFormatter<BoundedConsole, ConsoleFormatterOptions>();
            // What it says about tokens that are not ours is what strangers sent; the refusal itself is a 400.
            logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        });
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
        // Where to go on to is for LocalAddress to say; the handler would take the address from the query by a rule of
        // its own.
        services.PostConfigureAll<CookieAuthenticationOptions>(options =>
            options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask
        );
        return services;
    }

    /// <summary>The part that comes before everything else: whom one speaks to, and over what.</summary>
    public static WebApplication UseTrueClient(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<Stopping>().WatchAsync);
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
        app.Use(BadRequests.AnswerAsync);
        return app;
    }
}
