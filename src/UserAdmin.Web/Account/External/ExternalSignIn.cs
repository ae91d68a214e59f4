using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using UserAdmin.Account;
using UserAdmin.Account.External;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Account.External;

/// <summary>
/// What comes of a provider's word for a person: a session, a link to one's account, or a page that says why not.
/// </summary>
internal sealed class ExternalSignIn(BrowserSession browser, ISessions sessions, ICommandBus commands)
{
    /// <summary>
    /// Claim that says whether the provider has verified the address (OpenID Connect Core, section 5.1).
    /// </summary>
    public const string EmailVerified = "email_verified";

    private const string Subject = "sub";
    private const string Email = "email";
    private const string Methods = "amr";

    // Kept by the handler in the state it encrypts.
    private const string SessionItem = "session";

    /// <summary>What to carry through the provider and back, to sign in.</summary>
    public static AuthenticationProperties ToSignIn(string? returnUrl) =>
        new() { RedirectUri = LocalAddress.OrUsers(returnUrl) };

    /// <summary>
    /// What to carry through the provider and back, to link the account of a session. Good in that session only.
    /// </summary>
    public static AuthenticationProperties ToLink(string sessionId) =>
        new() { RedirectUri = "/account#external-logins", Items = { [SessionItem] = Hash(sessionId) } };

    /// <summary>Acts on what the provider said. The handler has verified it.</summary>
    public async Task FinishAsync(ExternalProvider provider, TicketReceivedContext ticket)
    {
        var (http, principal) = (ticket.HttpContext, ticket.Principal);
        http.Response.Redirect(
            principal?.FindFirstValue(Subject) is not { Length: > 0 } key
                ? ExternalOutcomePage.Address(http, ExternalOutcome.Failed)
            : ticket.Properties?.Items.TryGetValue(SessionItem, out var session) is true
                ? await LinkAsync(http, provider, key, session, ticket.ReturnUri)
            : await SignInAsync(http, provider, key, principal, ticket.ReturnUri)
        );
    }

    private async Task<string> SignInAsync(
        HttpContext http,
        ExternalProvider provider,
        string key,
        ClaimsPrincipal principal,
        string? returnUrl
    )
    {
        // Only the program itself may say whom a provider has identified; the events name the person.
        var session = await browser.OpenAsync(
            http,
            BrowserSession.Context(http, Actor.System),
            (sessionId, userAgent) =>
                new SignInWithExternalLogin(sessionId, provider.Scheme, key, provider.DisplayName)
                {
                    VerifiedEmail = provider.LinkByVerifiedEmail ? VerifiedEmailOf(principal) : null,
                    IsMultiFactor = provider.TrustsMfa && principal.HasClaim(Methods, "mfa"),
                    UserAgent = userAgent,
                }
        );
        return session is null
            ? ExternalOutcomePage.Address(http, ExternalOutcome.Refused)
            : http.Request.PathBase.ToUriComponent() + SessionSteps.AddressOf(session, returnUrl);
    }

    private async Task<string> LinkAsync(
        HttpContext http,
        ExternalProvider provider,
        string key,
        string? hash,
        string? returnUrl
    )
    {
        // The way back is handled before anybody is signed in for the request.
        var cookie = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (
            cookie.Principal?.FindFirstValue(ActingUser.SessionClaim) is not { } sessionId
            || Hash(sessionId) != hash
            || await sessions.FindAsync(sessionId, http.RequestAborted) is not { Step: SessionStep.None } session
        )
        {
            return ExternalOutcomePage.Address(http, ExternalOutcome.OtherSession);
        }

        var result = await commands.SendAsync(
            new AddOwnExternalLogin(provider.Scheme, key, provider.DisplayName),
            BrowserSession.Context(http, Actor.User(session.UserId)),
            http.RequestAborted
        );
        return result.IsAccepted
            ? http.Request.PathBase.ToUriComponent() + returnUrl
            : ExternalOutcomePage.Address(
                http,
                result.Errors.Contains(ExternalLoginErrors.UsedByAnother)
                    ? ExternalOutcome.UsedByAnother
                    : ExternalOutcome.Failed
            );
    }

    // The identity token and the user-info answer both count: one that contradicts the other verifies nothing.
    internal static string? VerifiedEmailOf(ClaimsPrincipal principal)
    {
        var emails = principal
            .FindAll(Email)
            .Select(claim => claim.Value)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var words = principal.FindAll(EmailVerified).Select(claim => claim.Value).ToList();
        return
            emails.Count == 1
            && words.Count > 0
            && words.All(word => bool.TryParse(word, out var isVerified) && isVerified)
            ? emails[0]
            : null;
    }

    private static string Hash(string sessionId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)));
}
