using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace UserAdmin.Web.Account.External;

/// <summary>Signing in through the configured OpenID Connect providers: code flow with PKCE and nonce.</summary>
internal static class ExternalLogins
{
    public static IServiceCollection AddExternalLogins(this IServiceCollection services, IConfiguration configuration)
    {
        var providers = ExternalProviders.From(configuration);
        services.AddSingleton(providers);
        services.AddScoped<ExternalSignIn>();
        var authentication = services.AddAuthentication();
        foreach (var provider in providers.All)
        {
            authentication.AddOpenIdConnect(
                provider.Scheme,
                provider.DisplayName,
                options => Configure(options, provider)
            );
        }

        return services;
    }

    private static void Configure(OpenIdConnectOptions options, ExternalProvider provider)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (
            provider.Authority,
            provider.ClientId,
            provider.ClientSecret
        );
        options.RequireHttpsMetadata = provider.RequireHttpsMetadata;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A cross-site form post would need SameSite=None cookies.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = $"/account/external/{provider.Scheme}/callback";
        // The provider signs people in but does not sign anybody out here.
        options.RemoteSignOutPath = PathString.Empty;
        options.SignedOutCallbackPath = $"/account/external/{provider.Scheme}/signed-out";
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Scope.Clear();
        foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.MapJsonKey(ExternalSignIn.EmailVerified, ExternalSignIn.EmailVerified);
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            // The return is a redirect, so Lax is enough; None would need HTTPS even on localhost.
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }

        options.Events.OnTicketReceived = context =>
        {
            context.HandleResponse();
            return context
                .HttpContext.RequestServices.GetRequiredService<ExternalSignIn>()
                .FinishAsync(provider, context);
        };
        options.Events.OnAccessDenied = context => LeaveAsync(context, ExternalOutcome.Cancelled);
        options.Events.OnRemoteFailure = context =>
        {
            context
                .HttpContext.RequestServices.GetRequiredService<ILogger<ExternalSignIn>>()
                .LogWarning(
                    "A sign-in with {Provider} failed: {Reason}",
                    provider.DisplayName,
                    context.Failure?.Message
                );
            return LeaveAsync(context, ExternalOutcome.Failed);
        };
    }

    private static Task LeaveAsync(HandleRequestContext<RemoteAuthenticationOptions> context, ExternalOutcome outcome)
    {
        context.HandleResponse();
        context.Response.Redirect(ExternalOutcomePage.Address(context.HttpContext, outcome));
        return Task.CompletedTask;
    }
}
