using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// Keeps the challenge between the two halves of a WebAuthn ceremony: encrypted, in the page that started it, for five
/// minutes. It is valid only in the same browser, which is identified by one cookie for all pages. A cookie for each
/// page would accumulate until servers refuse the request.
/// </summary>
internal sealed class PasskeyCeremonies(IDataProtectionProvider protection)
{
    /// <summary>Purpose of signing in.</summary>
    public const string SignIn = "sign-in";

    private const string Cookie = "useradmin-passkeys";
    private const int BrowserLength = 22;
    private const int LongestCeremony = 4_096;

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Purpose of adding a passkey in a session.</summary>
    public static string Add(string sessionId) => $"add {sessionId}";

    /// <summary>Starts a ceremony and returns the text that the page sends back with the second half.</summary>
    public string Begin(HttpContext http, string purpose, string state)
    {
        var browser = BrowserOf(http);
        if (browser is null)
        {
            browser = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
            http.Response.Cookies.Append(
                Cookie,
                browser,
                new CookieOptions
                {
                    Path = http.Request.PathBase.Add("/account/passkeys"),
                    HttpOnly = true,
                    SameSite = SameSiteMode.Strict,
                    Secure = http.Request.IsHttps,
                    IsEssential = true,
                }
            );
        }

        return Protector(purpose, browser).Protect(state, _lifetime);
    }

    /// <summary>
    /// Returns the state of a ceremony that this browser started for this purpose; null if it is invalid or too old.
    /// </summary>
    public string? Take(HttpContext http, string purpose, string? ceremony)
    {
        if (ceremony is not { Length: > 0 and <= LongestCeremony } || BrowserOf(http) is not { } browser)
        {
            return null;
        }

        try
        {
            return Protector(purpose, browser).Unprotect(ceremony);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the command id for the result of a ceremony. A page can send the second half twice, but the log accepts
    /// only one command with one id.
    /// </summary>
    public static Guid CommandIdOf(string state) => new(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 16));

    private static string? BrowserOf(HttpContext http) =>
        http.Request.Cookies[Cookie] is { Length: BrowserLength } browser ? browser : null;

    private ITimeLimitedDataProtector Protector(string purpose, string browser) =>
        protection.CreateProtector("UserAdmin.Passkeys.v2", purpose, browser).ToTimeLimitedDataProtector();
}
