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
/// Handles a provider's answer about a person: opens a session, links the login to the account, or shows a page that
/// says why not.
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

    // Stored by the handler in its encrypted state.
    private const string SessionItem = "session";

    /// <summary>Returns the properties of a sign-in, which are carried to the provider and back.</summary>
    public static AuthenticationProperties ToSignIn(string? returnUrl) =>
        new() { RedirectUri = LocalAddress.OrOverview(returnUrl) };

    /// <summary>
    /// Returns the properties for linking the account of a session, which are carried to the provider and back. Valid
    /// only in that session.
    /// </summary>
    public static AuthenticationProperties ToLink(string sessionId) =>
        new() { RedirectUri = "/account#external-logins", Items = { [SessionItem] = Hash(sessionId) } };

    /// <summary>Handles the provider's answer, which the handler has verified.</summary>
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
        // Only the program itself may say who was identified by a provider; the events name the person.
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
        // The return is handled before authentication of the request.
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

    // The identity token and the user-info answer both count: if they contradict each other, the address is not
    // verified.
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
