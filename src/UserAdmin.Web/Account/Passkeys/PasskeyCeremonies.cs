using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// Keeps the challenge between the two halves of a WebAuthn ceremony: encrypted in a cookie of the browser that began it, for five
/// minutes. Each ceremony has a cookie of its own, so that two open tabs do not spoil each other's.
/// </summary>
internal sealed class PasskeyCeremonies(IDataProtectionProvider protection)
{
    /// <summary>Purpose of signing in.</summary>
    public const string SignIn = "sign-in";

    private const string CookiePrefix = "useradmin-passkey-";
    private const int IdLength = 16;

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Purpose of adding a passkey in a session.</summary>
    public static string Add(string sessionId) => $"add {sessionId}";

    /// <summary>Begins a ceremony and gives its id.</summary>
    public string Begin(HttpContext http, string purpose, string state)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength / 2));
        http.Response.Cookies.Append(CookiePrefix + id, Protector(purpose, id).Protect(state, _lifetime), Options(http, _lifetime));
        return id;
    }

    /// <summary>The state of a ceremony that this browser began for this purpose, and forgets with that; null when there is none, or no longer.</summary>
    public string? Take(HttpContext http, string purpose, string? id)
    {
        if (id is not { Length: IdLength } || !id.All(char.IsAsciiHexDigitUpper) || http.Request.Cookies[CookiePrefix + id] is not { } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(CookiePrefix + id, Options(http, null));
        try
        {
            return Protector(purpose, id).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// The command id of what comes of a ceremony. A browser can be made to keep its cookie; the log cannot be made to forget, and
    /// takes one command under one id.
    /// </summary>
    public static Guid CommandIdOf(string state) => new(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 16));

    private ITimeLimitedDataProtector Protector(string purpose, string id) =>
        protection.CreateProtector("UserAdmin.Passkeys.v1", purpose, id).ToTimeLimitedDataProtector();

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        Path = http.Request.PathBase.Add("/account/passkeys"),
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        MaxAge = lifetime,
    };
}
