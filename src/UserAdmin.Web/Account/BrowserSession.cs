using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Web.Embedding;

namespace UserAdmin.Web.Account;

/// <summary>
/// Opens and closes a browser's session: sends the command, and sets the cookie that names the session.
/// </summary>
public sealed class BrowserSession(ICommandBus commands, ISessions sessions, OwnSignOuts signOuts, TimeProvider time)
{
    // The cookie outlives its session, so that the sign-in page can say that the session has expired.
    private static readonly TimeSpan _afterlife = TimeSpan.FromDays(1);

    /// <summary>
    /// Signs in with a password and sets the cookie. Returns null if no session was opened, for whatever reason.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="email">Address or user name as typed.</param>
    /// <param name="password">Password as typed.</param>
    public Task<Session?> OpenAsync(HttpContext http, string email, string password) =>
        OpenAsync(
            http,
            Context(http, Actor.Anonymous),
            (sessionId, userAgent) => new SignIn(sessionId, email, password) { UserAgent = userAgent }
        );

    /// <summary>
    /// Signs in with a command that opens the session with a given id, and sets the cookie. Returns null if no session
    /// was opened, for whatever reason.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="context">The sender and the command id.</param>
    /// <param name="command">Creates the command from the session's id and the browser's user agent.</param>
    internal async Task<Session?> OpenAsync(
        HttpContext http,
        CommandContext context,
        Func<string, string, ICommand> command
    )
    {
        if (Of(http) is null)
        {
            // The return from a provider is handled before authentication of the request.
            await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }

        var before = Of(http);
        var sessionId = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var userAgent = http.Request.Headers.UserAgent.ToString();
        await commands.SendAsync(
            command(sessionId, userAgent.Length > 500 ? userAgent[..500] : userAgent),
            context,
            http.RequestAborted
        );
        // A wrong password is accepted as an attempt, so only the session's existence shows success.
        var session = await KeepAsync(http, sessionId);
        if (session is not null && before is { Step: not SessionStep.SecondFactor })
        {
            // The cookie of the previous session is replaced, so nobody could end that session here any more, and its
            // open pages would continue as the previous person.
            await commands.SendAsync(
                new SignOut(before.Id),
                Context(http, Actor.User(before.UserId)),
                http.RequestAborted
            );
        }

        return session;
    }

    /// <summary>
    /// Carries out the next sign-in step of the browser's session, and sets the cookie again. The returned session says
    /// what is still required; null if it has ended.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="command">Creates the command from the session's id.</param>
    internal async Task<Session?> GoOnAsync(HttpContext http, Func<string, ICommand> command)
    {
        if (Of(http) is not { } session)
        {
            return null;
        }

        await commands.SendAsync(command(session.Id), Context(http, Actor.Anonymous), http.RequestAborted);
        return await KeepAsync(http, session.Id);
    }

    /// <summary>
    /// Reads the browser's session again, after something that may have changed what it still requires; null if it has
    /// ended.
    /// </summary>
    /// <param name="http">The request.</param>
    internal async Task<Session?> LookAgainAsync(HttpContext http)
    {
        var session = Of(http) is { } known ? await sessions.FindAsync(known.Id, http.RequestAborted) : null;
        http.Features.Set(session);
        return session;
    }

    /// <summary>Ends the browser's session and deletes the cookie.</summary>
    /// <param name="http">The request.</param>
    public async Task CloseAsync(HttpContext http)
    {
        if (Of(http) is { Step: not SessionStep.SecondFactor } session)
        {
            signOuts.Note(session.Id);
            await commands.SendAsync(
                new SignOut(session.Id),
                Context(http, Actor.User(session.UserId)),
                http.RequestAborted
            );
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Returns the sender and the client's address.</summary>
    internal static CommandContext Context(HttpContext http, Actor actor) =>
        new(actor, Guid.CreateVersion7()) { IpAddress = http.Connection.RemoteIpAddress?.ToString() };

    /// <summary>
    /// Returns the person who is signed in in the browser; anonymous before the last step of signing in.
    /// </summary>
    internal static Actor ActorOf(HttpContext http) =>
        Of(http) is { Step: SessionStep.None } session ? Actor.User(session.UserId) : Actor.Anonymous;

    /// <summary>
    /// Returns the session of the request's cookie, including one that waits for its second factor; null if there is
    /// none.
    /// </summary>
    internal static Session? Of(HttpContext http) => http.Features.Get<Session>();

    /// <summary>
    /// Validates the session with every request, so that a session that was ended elsewhere ends here at once.
    /// </summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>()
            is not null
        )
        {
            // Style sheets and fonts are the same for everyone, and a page loads a dozen of them.
            return;
        }

        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // The page that tells of an error shows nothing of the person's, and looking the session up may have been
            // what failed. The cookie stays.
            context.RejectPrincipal();
            return;
        }

        var sessionId = context.Principal?.FindFirstValue(ActingUser.SessionClaim);
        if (sessionId is not null)
        {
            http.RequestServices.GetRequiredService<HostSignIn>()
                .Note(http, sessionId, context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier));
        }

        var session = sessionId is null
            ? null
            : await http.RequestServices.GetRequiredService<ISessions>().FindAsync(sessionId, http.RequestAborted);
        http.Features.Set(session);
        if (session is null)
        {
            http.Features.Set(
                SignOutReason.Of(context.Principal, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
            );
            context.RejectPrincipal();
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
        else if (session.Step == SessionStep.SecondFactor)
        {
            // The principal stays anonymous until the sign-in is complete; the cookie stays for the page that asks for
            // the code.
            context.RejectPrincipal();
        }
    }

    private async Task<Session?> KeepAsync(HttpContext http, string sessionId)
    {
        if (await sessions.FindAsync(sessionId, http.RequestAborted) is not { } session)
        {
            return null;
        }

        http.Features.Set(session);
        LanguageChoice.Follow(http, session);
        await http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            PrincipalOf(session),
            new AuthenticationProperties { IssuedUtc = time.GetUtcNow(), ExpiresUtc = session.ExpiresAt + _afterlife }
        );
        return session;
    }

    /// <summary>Returns the person of a session as the cookie has it.</summary>
    internal static ClaimsPrincipal PrincipalOf(Session session)
    {
        // Rounded up to the next whole second, because a check that is too early would still find the session.
        var endsAt = session.ExpiresAt.ToUnixTimeSeconds() + 1;
        return new ClaimsPrincipal(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, session.UserId),
                    new Claim(ClaimTypes.Name, session.DisplayName),
                    new Claim(ActingUser.SessionClaim, session.Id),
                    new Claim(ActingUser.SessionEndsClaim, endsAt.ToString(CultureInfo.InvariantCulture)),
                ],
                CookieAuthenticationDefaults.AuthenticationScheme
            )
        );
    }
}
