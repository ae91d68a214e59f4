using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace UserAdmin.Web.Account;

/// <summary>
/// The reason why a person who was signed in is back at the sign-in page. The address carries only a code; the text is
/// fixed.
/// </summary>
/// <param name="Code">The code in the address.</param>
internal sealed record SignOutReason(string Code)
{
    public const string Ended = "ended";

    public const string Expired = "expired";

    public const string TooLate = "too-late";

    public const string NewPassword = "new-password";

    public const string Accepted = "accepted";

    /// <summary>Returns the text for a code, and whether it is good news; null for an unknown code.</summary>
    public static (string Words, string Kind)? WordsOf(string? code) =>
        code switch
        {
            Ended => (
                T(
                    "You have been signed out: the session was ended elsewhere, or your account was changed. "
                        + "Sign in again to continue."
                ),
                "warn"
            ),
            Expired => (T("Your session has expired. Sign in again to continue."), ""),
            TooLate => (T("No code was entered in time. Sign in again."), "warn"),
            NewPassword => (
                T("Your password is changed, and every session has ended. Sign in with the new password."),
                "good"
            ),
            Accepted => (T("Your account is ready. Sign in with the password you chose."), "good"),
            _ => null,
        };

    /// <summary>Returns the reason for a cookie whose session no longer exists.</summary>
    public static SignOutReason Of(ClaimsPrincipal? principal, DateTimeOffset now) =>
        new(
            long.TryParse(
                principal?.FindFirstValue(ActingUser.SessionEndsClaim),
                CultureInfo.InvariantCulture,
                out var endsAt
            )
            && endsAt <= now.ToUnixTimeSeconds() + 1
                ? Expired
                : Ended
        );

    /// <summary>Redirects a browser to the sign-in page, with the reason if it was signed in before.</summary>
    public static Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        // The handler's own address names the wanted page with the path of the console in front.
        var address = QueryHelpers.AddQueryString(
            new Uri(context.RedirectUri).GetLeftPart(UriPartial.Path),
            context.Options.ReturnUrlParameter,
            request.Path + request.QueryString
        );
        if (context.HttpContext.Features.Get<SignOutReason>() is { Code: var code })
        {
            address = QueryHelpers.AddQueryString(address, "reason", code);
        }

        context.Response.Redirect(address);
        return Task.CompletedTask;
    }
}
