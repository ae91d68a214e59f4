using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace UserAdmin.Users;

/// <summary>
/// Turns the id of a link into the token that a mail carries and back. The log and the database hold only ids: whoever
/// reads them cannot follow a link.
/// </summary>
public interface ILinkTokens
{
    /// <summary>The token for a link, as base64url.</summary>
    /// <param name="linkId">Id of the link.</param>
    string TokenFor(string linkId);

    /// <summary>The link's id, or null when the token was not made here.</summary>
    /// <param name="token">What the address carried.</param>
    string? LinkOf(string? token);
}

/// <inheritdoc/>
internal sealed class LinkTokens(IDataProtectionProvider protection) : ILinkTokens
{
    // Longer than any token made here; what is longer is not looked at.
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
