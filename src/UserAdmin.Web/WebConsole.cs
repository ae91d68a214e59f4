using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Account.External;
using UserAdmin.Web.Account.Passkeys;
using UserAdmin.Web.ActivityLog;
using UserAdmin.Web.Api;
using UserAdmin.Web.Api.Rest;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Embedding;
using UserAdmin.Web.Exports;
using UserAdmin.Web.FirstRun;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Imports;
using UserAdmin.Web.Layout;
using UserAdmin.Web.Live;
using UserAdmin.Web.Mail;
using UserAdmin.Web.Scim;
using UserAdmin.Web.SecurityEvents;
using UserAdmin.Web.SystemPages;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web;

/// <summary>Everything of the browser console: services, middleware and endpoints.</summary>
internal static class WebConsole
{
    public static IServiceCollection AddConsole(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(options =>
            {
                // What a prerendered page hands to its circuit comes back in one message; the default of 32 KB cuts the
                // connection.
                options.MaximumReceiveMessageSize = 256 * 1024;
            });
        services.Configure<CircuitOptions>(options =>
        {
            // A laptop that slept through a meeting finds its page, and the typed text in it, as it was.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            // A resumed circuit is a fresh page without what was typed: connection.js asks first instead.
            options.PersistedCircuitInMemoryMaxRetained = 0;
        });
        services.AddTransient<MudBlazor.MudLocalizer, ComponentTexts>();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.HideTransitionDuration = 300;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
        });
        services.AddSingleton<IServerAddress, ServerAddress>();
        services.AddSingleton(typeof(PersistentComponentStateSerializer<>), typeof(ViewModelSerializer<>));
        services.AddSingleton<
            PersistentComponentStateSerializer<Handover<Answer<UserListing>>>,
            HandoverSerializer<Answer<UserListing>>
        >();
        services.TryAddSingleton(provider => new HostSignIn(
            UserAdminSignIn.Console,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<ActingUser>();
        services.AddSingleton<OwnSignOuts>();
        services.AddSingleton<FirstAttachment>();
        services.AddScoped<BrowserSession>();
        services.AddScoped<Announcer>();
        services.AddScoped<BrowserZone>();
        services.AddScoped<UnsavedText>();
        services.AddScoped<UserActing>();
        services.AddScoped<UserSelection>();
        services.AddSingleton<ExportRuns>();
        services.AddSingleton<UserRowMarkup>();
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(ConfigureCookie);
        KeyRing.Add(services, configuration);
        // It warns that the keys are not encrypted; whoever can read them can read the databases beside them.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddAuthorization();
        services.AddAntiforgery(options => options.Cookie.Name = "useradmin-form");
        services.AddSingleton<ThemeSheet>();
        services.AddHardening();
        services.AddApplicationRequests();
        services.AddPasskeys();
        services.AddScim();
        services.AddApiDocument();
        return services;
    }

    /// <summary>Adds middleware and endpoints.</summary>
    /// <param name="app">The program.</param>
    /// <param name="assets">The manifest of our scripts and styles, if it is not the program's own.</param>
    public static WebApplication MapConsole(this WebApplication app, string? assets = null)
    {
        app.UseTrueClient();
        app.UseLanguage();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                StatusCodeSelector = fault =>
                    ErrorPage.OfTheDatabase(app.Services.GetRequiredService<IDatabaseFaults>(), fault) is null
                        ? StatusCodes.Status500InternalServerError
                        : StatusCodes.Status503ServiceUnavailable,
            }
        );
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(ShowErrorsAsPagesAsync);
        app.UseApplications();
        app.UseRefusals();
        app.UseAuthentication();
        app.Use(HostEntry.EnterAsync);
        app.Use(SessionSteps.LeadAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(RefuseForgedFormsAsync);
        app.MapStaticAssets(assets);
        app.MapGet("/mud-theme.css", ThemeSheet.ServeAsync).AllowAnonymous();
        // A page asks here whether another node would take it, before it leaves this one (wwwroot/moving.js).
        app.MapGet("/node", () => TypedResults.NoContent()).AllowAnonymous();
        app.MapPost("/account/sign-out", SignOutAsync);
        app.MapLanguage();
        app.MapAttachProgress();
        app.MapApi();
        app.MapBulkReport();
        ExportEndpoint.Map(app);
        ActivityExportEndpoint.Map(app);
        app.MapAnchors();
        app.MapImports();
        app.MapPasskeys();
        app.MapExternalLogins();
        app.MapScim();
        app.MapSecurityEvents();
        var pages = app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options =>
            {
                // It would be a second policy; frame-ancestors stands in ours.
                options.ContentSecurityFrameAncestorsPolicy = null;
                // Each message is compressed by itself: a window kept for every open page costs 0.3 MB a page, more
                // than the page (decision 38).
                options.ConfigureWebSocketAcceptContext = static (_, context) =>
                {
                    context.DisableServerContextTakeover = true;
                    return Task.CompletedTask;
                };
            });
        if (assets is not null)
        {
            pages.WithStaticAssets(assets);
        }

        return app;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "useradmin";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SlidingExpiration = false;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/status/403";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = BrowserSession.ValidateAsync;
        options.Events.OnRedirectToLogin = SignOutReason.RedirectAsync;
    }

    // Without this the answer is a bare sentence in the words of the framework.
    private static Task RefuseForgedFormsAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
        {
            return next(http);
        }

        if (
            http.User.Identity?.IsAuthenticated is true
            && http.Request.Path.Equals("/account/sign-in", StringComparison.OrdinalIgnoreCase)
        )
        {
            // The person has signed in from another tab meanwhile, so the form's token is no longer valid. The page
            // says who is signed in, or goes on to where the form would have led.
            http.Response.Redirect(http.Request.PathBase + http.Request.Path + http.Request.QueryString);
            return Task.CompletedTask;
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    // A failed post must not be taken for a form that the page about the failure should handle.
    private static Task ShowErrorsAsPagesAsync(HttpContext http, RequestDelegate next)
    {
        if (
            http.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || http.Features.Get<IExceptionHandlerFeature>() is not null
        )
        {
            http.Request.Method = HttpMethods.Get;
            http.Features.Set<IAntiforgeryValidationFeature>(null);
        }

        return next(http);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, BrowserSession browser)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.BadRequest();
        }

        await browser.CloseAsync(http);
        return TypedResults.LocalRedirect("~/account/sign-in");
    }
}
