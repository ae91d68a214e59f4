using System.Security.Cryptography;
using OtpNet;

namespace UserAdmin.Account;

/// <summary>
/// Creates keys for authenticator apps and recovery codes. The senders create the secrets, so that commands need not
/// return any.
/// </summary>
public static class TwoFactorSecrets
{
    /// <summary>The number of recovery codes, the same as in stock Identity.</summary>
    public const int RecoveryCodeCount = 10;

    // The characters that stock Identity uses: no vowels and none that are easily confused.
    private const string Characters = "23456789BCDFGHJKMNPQRTVWXY";

    /// <summary>Creates a key for an authenticator app: 160 random bits (RFC 4226, section 4) as base32.</summary>
    public static string NewKey() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(20)).TrimEnd('=');

    /// <summary>
    /// Creates ten recovery codes in the format of stock Identity, <c>XXXXX-XXXXX</c>: 47 random bits each.
    /// </summary>
    public static IReadOnlyList<string> NewRecoveryCodes() =>
        [
            .. Enumerable
                .Range(0, RecoveryCodeCount)
                .Select(_ =>
                    $"{RandomNumberGenerator.GetString(Characters, 5)}-{RandomNumberGenerator.GetString(Characters, 5)}"
                ),
        ];

    /// <summary>Returns the URI that an authenticator app reads from the QR code.</summary>
    /// <param name="key">The key.</param>
    /// <param name="account">The account's email.</param>
    public static string SetUpAddress(string key, string account) =>
        $"otpauth://totp/{Uri.EscapeDataString("UserAdmin")}:{Uri.EscapeDataString(account)}?secret="
        + $"{key}&issuer=UserAdmin&digits=6&period=30";

    /// <summary>Returns whether a text is a key that <see cref="NewKey"/> could have created.</summary>
    /// <param name="key">The text.</param>
    internal static bool IsKey(string? key) =>
        key is { Length: 32 } && key.All(c => c is (>= 'A' and <= 'Z') or (>= '2' and <= '7'));

    /// <summary>Returns whether a list is one that <see cref="NewRecoveryCodes"/> could have created.</summary>
    /// <param name="codes">The list.</param>
    internal static bool AreRecoveryCodes(IReadOnlyList<string>? codes) =>
        codes is { Count: RecoveryCodeCount }
        && codes.Distinct().Count() == RecoveryCodeCount
        && codes.All(code =>
            code is { Length: 11 } && code[5] == '-' && code.Where((_, at) => at != 5).All(Characters.Contains)
        );
}
