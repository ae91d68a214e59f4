using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Account;

/// <summary>Opens and closes the session of a browser: the command on the write side, and the cookie that names the session.</summary>
public sealed class BrowserSession(ICommandBus commands, ISessions sessions, IOptions<UserAdminOptions> options, TimeProvider time)
{
    /// <summary>Signs in with a password and sets the cookie. False when no session came of it, whatever the reason.</summary>
    /// <param name="http">The request.</param>
    /// <param name="email">Address or user name as typed.</param>
    /// <param name="password">Password as typed.</param>
    public async Task<bool> OpenAsync(HttpContext http, string email, string password)
    {
        // A wrong password is accepted as an attempt that counts, so only the session itself tells.
        var session = await OpenAsync(http, Context(http, Actor.Anonymous), (sessionId, userAgent) => new SignIn(sessionId, email, password) { UserAgent = userAgent });
        return session is not null;
    }

    /// <summary>Signs in with a command that opens the session whose id it is given, and sets the cookie. Null when no session came of it, whatever the reason.</summary>
    /// <param name="http">The request.</param>
    /// <param name="context">Who sends, and under which command id.</param>
    /// <param name="command">Makes the command from the session's id and the browser's name for itself.</param>
    internal async Task<Session?> OpenAsync(HttpContext http, CommandContext context, Func<string, string, ICommand> command)
    {
        var sessionId = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var userAgent = http.Request.Headers.UserAgent.ToString();
        await commands.SendAsync(command(sessionId, userAgent.Length > 500 ? userAgent[..500] : userAgent), context, http.RequestAborted);
        if (await sessions.FindAsync(sessionId, http.RequestAborted) is not { } session)
        {
            return null;
        }

        // The next whole second: looked at a moment too early, the session would still be there.
        var endsAt = (time.GetUtcNow() + options.Value.SessionLifetime).ToUnixTimeSeconds() + 1;
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, session.UserId),
                new Claim(ClaimTypes.Name, session.DisplayName),
                new Claim(ActingUser.SessionClaim, session.Id),
                new Claim(ActingUser.SessionEndsClaim, endsAt.ToString(CultureInfo.InvariantCulture)),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return session;
    }

    /// <summary>Ends the browser's session and deletes the cookie.</summary>
    /// <param name="http">The request.</param>
    public async Task CloseAsync(HttpContext http)
    {
        if (http.User.FindFirstValue(ActingUser.SessionClaim) is { } sessionId && http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } userId)
        {
            await commands.SendAsync(new SignOut(sessionId), Context(http, Actor.User(userId)), http.RequestAborted);
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Who sends from where.</summary>
    internal static CommandContext Context(HttpContext http, Actor actor) =>
        new(actor, Guid.CreateVersion7()) { IpAddress = http.Connection.RemoteIpAddress?.ToString() };

    /// <summary>Asked with every request: a session that has ended elsewhere ends here at once.</summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null)
        {
            // Style sheets and fonts are the same for everyone, and there are a dozen to a page.
            return;
        }

        var sessions = context.HttpContext.RequestServices.GetRequiredService<ISessions>();
        var sessionId = context.Principal?.FindFirstValue(ActingUser.SessionClaim);
        if (sessionId is null || await sessions.FindAsync(sessionId, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
