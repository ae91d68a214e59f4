using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace UserAdmin.EndToEnd.Account;

/// <summary>
/// A real OpenID Connect provider (OpenIddict) on a free loopback port. Everybody who visits it is signed in as the
/// same person.
/// </summary>
public sealed class LoginProvider : IAsyncDisposable
{
    /// <summary>The console's client id.</summary>
    public const string ClientId = "useradmin";

    /// <summary>The console's client secret.</summary>
    public const string ClientSecret = "a secret for tests only";

    private readonly WebApplication _app;

    private LoginProvider(WebApplication app) => _app = app;

    /// <summary>The provider's address.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>The person who is signed in.</summary>
    public ProviderPerson Person { get; set; } = new("nobody");

    /// <summary>Whether the person refuses consent.</summary>
    public bool IsDenying { get; set; }

    /// <summary>Whether the identity token has a wrong nonce, as if it had been made for another sign-in.</summary>
    public bool IsForging { get; set; }

    /// <summary>Restores the initial state for the next test.</summary>
    public void Forget() => (Person, IsDenying, IsForging) = (new("nobody"), false, false);

    /// <summary>Starts the provider.</summary>
    public static async Task<LoginProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        LoginProvider? provider = null;
        builder
            .Services.AddOpenIddict()
            .AddServer(options =>
            {
                options.EnableDegradedMode();
                options
                    .SetAuthorizationEndpointUris("authorize")
                    .SetTokenEndpointUris("token")
                    .SetUserInfoEndpointUris("userinfo");
                options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                options.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email);
                options.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                options.UseAspNetCore().DisableTransportSecurityRequirement();
                options.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.ClientId != ClientId)
                        {
                            context.Reject(Errors.InvalidClient);
                        }
                        return default;
                    })
                );
                options.AddEventHandler<ValidateTokenRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                        {
                            context.Reject(Errors.InvalidClient);
                        }

                        return default;
                    })
                );
                options.AddEventHandler<HandleAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (provider!.IsDenying)
                        {
                            context.Reject(Errors.AccessDenied);
                            return default;
                        }

                        if (provider.IsForging)
                        {
                            context.Request.Nonce = "made for another sign-in";
                        }

                        context.SignIn(Principal(provider.Person, context.Request.GetScopes()));
                        return default;
                    })
                );
            });
        var app = builder.Build();
        app.UseAuthentication();
        provider = new LoginProvider(app);
        await app.StartAsync();
        return provider;
    }

    /// <summary>Returns the settings that make the console use the provider.</summary>
    /// <param name="further">Further settings of the provider, such as <c>LinkByVerifiedEmail=true</c>.</param>
    public string[] Settings(params IEnumerable<string> further) =>
        [
            .. further
                .Concat([
                    "DisplayName=Contoso",
                    $"Authority={Address}",
                    $"ClientId={ClientId}",
                    $"ClientSecret={ClientSecret}",
                    "RequireHttpsMetadata=false",
                ])
                .Select(setting => $"--UserAdmin:ExternalLogins:contoso:{setting}"),
        ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static ClaimsPrincipal Principal(ProviderPerson person, ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject);
        if (person.Email is not null)
        {
            identity.SetClaim(Claims.Email, person.Email).SetClaim(Claims.EmailVerified, person.IsEmailVerified);
        }

        if (person.HasTwoFactors)
        {
            identity.SetClaims(Claims.AuthenticationMethodReference, ["pwd", "mfa"]);
        }

        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>A person as the provider knows them.</summary>
/// <param name="Subject">The id at the provider.</param>
/// <param name="Email">The address, or null.</param>
/// <param name="IsEmailVerified">Whether the provider has verified it.</param>
/// <param name="HasTwoFactors">Whether the provider asked for a second factor.</param>
public sealed record ProviderPerson(
    string Subject,
    string? Email = null,
    bool IsEmailVerified = false,
    bool HasTwoFactors = false
);
