using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace UserAdmin.Users;

/// <summary>
/// Converts the id of a link to the token in the mail, and back. The log and the database contain only ids, so nobody
/// can derive a working link from them.
/// </summary>
public interface ILinkTokens
{
    /// <summary>Returns the token for a link, as base64url.</summary>
    /// <param name="linkId">Id of the link.</param>
    string TokenFor(string linkId);

    /// <summary>Returns the link's id, or null if the token was not made by this program.</summary>
    /// <param name="token">The token from the URL.</param>
    string? LinkOf(string? token);
}

/// <inheritdoc/>
internal sealed class LinkTokens(IDataProtectionProvider protection) : ILinkTokens
{
    // Longer than any token made here; longer input is rejected without decoding.
    private const int LongestToken = 1000;

    private readonly IDataProtector _protector = protection.CreateProtector("UserAdmin.AccountLinks.v1");

    public string TokenFor(string linkId) =>
        Base64Url.EncodeToString(_protector.Protect(Encoding.UTF8.GetBytes(linkId)));

    public string? LinkOf(string? token)
    {
        try
        {
            return token is { Length: > 0 and <= LongestToken }
                ? Encoding.UTF8.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(token)))
                : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
