using System.Security.Claims;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using UserAdmin.Account;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// Has the host application's signed-in person act: opens a session for the person of a request, and ends the session
/// of another. As middleware, after authentication and before <see cref="SessionSteps"/>.
/// </summary>
internal static class HostEntry
{
    // Whoever has the one-time link need not have an account yet.
    private const string SetUp = "/account/set-up";

    // Belong to a page that is open: a session that is opened for them would not be that page's.
    private static readonly PathString[] _ofPages = ["/_blazor", "/node"];

    /// <summary>Lets a request in, or refuses it.</summary>
    public static async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        if (
            http.Features.Get<HostPerson>() is not { } person
            || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || http.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || http.Features.Get<IExceptionHandlerFeature>() is not null
            || BrowserSession.Of(http)?.UserId == person.UserId
            || (BrowserSession.Of(http) is null && http.Request.Path == SetUp)
        )
        {
            await next(http);
            return;
        }

        var isOfPage = Array.Exists(_ofPages, path => http.Request.Path.StartsWithSegments(path));
        if (isOfPage && BrowserSession.Of(http) is not null)
        {
            // Somebody else has signed in to the host in this browser: the page must not go on as the person before.
            await http.RequestServices.GetRequiredService<BrowserSession>().CloseAsync(http);
        }

        if (isOfPage || await OpenAsync(http, person) is not { } session)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        http.User = BrowserSession.PrincipalOf(session);
        LanguageChoice.Speak(http, session);
        await next(http);
    }

    private static async Task<Session?> OpenAsync(HttpContext http, HostPerson person)
    {
        var browser = http.RequestServices.GetRequiredService<BrowserSession>();
        var host = http.RequestServices.GetRequiredService<HostSignIn>();
        // Only the program itself may say whom the host has signed in; the events name the person.
        var session = await browser.OpenAsync(
            http,
            BrowserSession.Context(http, Actor.System),
            (sessionId, userAgent) =>
            {
                host.Begin(sessionId, person);
                return new SignInByHost(sessionId, person.UserId)
                {
                    SecurityStamp = person.SecurityStamp,
                    UserAgent = userAgent,
                };
            }
        );
        if (session is null)
        {
            await browser.CloseAsync(http);
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            http.Features.Set<Session>(null);
            http.Features.Set(new HostRefusal());
        }

        return session;
    }
}

/// <summary>Says on the page about a refusal that the host's person has no account that may be used here.</summary>
internal sealed record HostRefusal;
