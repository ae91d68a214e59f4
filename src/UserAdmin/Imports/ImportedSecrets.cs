using OtpNet;

namespace UserAdmin.Imports;

/// <summary>
/// Reads secrets of authenticator apps: base32 (RFC 4648), or an address of the kind that apps scan, as the
/// <see href="https://github.com/google/google-authenticator/wiki/Key-Uri-Format">Key URI Format</see> describes it.
/// </summary>
internal static class ImportedSecrets
{
    /// <summary>Titles under which other systems export them.</summary>
    public const string Titles =
        "twofactorsecret totpsecret otpsecret mfasecret otpauth otpauthurl otpauthuri authenticatorkey "
        + "authenticatorsecret googleauthenticatorsecret googleauthenticatorkey totpkey otpkey twofactorkey "
        + "2fasecret twofasecret mfakey totpuri totpurl";

    private static readonly HashSet<string> _titles = [.. Titles.Split(' ')];

    // RFC 4226, section 4, wants 128 bits; several systems make 80.
    private const int FewestBytes = 10;
    private const int MostBytes = 128;

    private const string Unreadable =
        "This is no secret of an authenticator app. It has to be base32 (letters A to Z and digits 2 to 7), or an "
        + "address that begins with otpauth://totp/. Correct it, or leave it empty: the person can set up an app anew.";

    private const string OtherCodes =
        "The app makes other codes than those checked here, which have six digits, change every 30 seconds and use "
        + "SHA-1. Leave it empty: the person can set up an app anew.";

    /// <summary>Whether a title, without case, spaces and punctuation, is one of those.</summary>
    public static bool IsTitle(string plain) => _titles.Contains(plain);

    /// <summary>Returns the secret as base32 in the form of stock Identity, or why it cannot be used.</summary>
    /// <param name="cell">The cell; not empty.</param>
    public static (string? Key, string? Refusal) Of(string cell)
    {
        var text = cell.Trim();
        if (text.StartsWith("otpauth:", StringComparison.OrdinalIgnoreCase))
        {
            if (
                !Uri.TryCreate(text, UriKind.Absolute, out var address)
                || !address.Host.Equals("totp", StringComparison.OrdinalIgnoreCase)
            )
            {
                return (null, Unreadable);
            }

            var parameters = System.Web.HttpUtility.ParseQueryString(address.Query);
            if (
                parameters["digits"] is not (null or "6")
                || parameters["period"] is not (null or "30")
                || !(parameters["algorithm"] ?? "SHA1")
                    .Replace("-", "", StringComparison.Ordinal)
                    .Equals("SHA1", StringComparison.OrdinalIgnoreCase)
            )
            {
                return (null, OtherCodes);
            }

            text = parameters["secret"] ?? "";
        }

        var plain = new string([.. text.Where(letter => letter is not (' ' or '-' or '='))]).ToUpperInvariant();
        return plain.Length is 0 or > 2 * MostBytes
            || !plain.All(letter => letter is (>= 'A' and <= 'Z') or (>= '2' and <= '7'))
                ? (null, Unreadable)
            : Base32Encoding.ToBytes(plain) is { Length: >= FewestBytes and <= MostBytes } bytes
                ? (Base32Encoding.ToString(bytes).TrimEnd('='), null)
            : (null, Unreadable);
    }
}
