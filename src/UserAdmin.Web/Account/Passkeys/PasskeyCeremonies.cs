using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// Keeps the challenge between the two halves of a WebAuthn ceremony: encrypted, in the page that began it, for five
/// minutes. It is good only in the same browser, which one cookie tells, however many pages are opened: a cookie for
/// each would pile up until servers refuse the request.
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

    /// <summary>Begins a ceremony and gives what the page sends back with its second half.</summary>
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
    /// The state of a ceremony that this browser began for this purpose; null when it is none, or too old.
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
    /// The command id of what comes of a ceremony. A page can send its second half twice; the log cannot be made to
    /// forget, and takes one command under one id.
    /// </summary>
    public static Guid CommandIdOf(string state) => new(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 16));

    private static string? BrowserOf(HttpContext http) =>
        http.Request.Cookies[Cookie] is { Length: BrowserLength } browser ? browser : null;

    private ITimeLimitedDataProtector Protector(string purpose, string browser) =>
        protection.CreateProtector("UserAdmin.Passkeys.v2", purpose, browser).ToTimeLimitedDataProtector();
}
