using System.Security.Cryptography;
using OtpNet;

namespace UserAdmin.Account;

/// <summary>
/// Makes what an authenticator app and a drawer at home keep. Senders make secrets, so that commands need not return
/// any.
/// </summary>
public static class TwoFactorSecrets
{
    /// <summary>How many recovery codes there are at a time; stock Identity makes as many.</summary>
    public const int RecoveryCodeCount = 10;

    // What stock Identity uses: no vowels, nothing that is mistaken for something else.
    private const string Characters = "23456789BCDFGHJKMNPQRTVWXY";

    /// <summary>A key for an authenticator app: 160 random bits (RFC 4226, section 4) as base32.</summary>
    public static string NewKey() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(20)).TrimEnd('=');

    /// <summary>
    /// Ten recovery codes in the form that stock Identity gives them, <c>XXXXX-XXXXX</c>: 47 random bits each.
    /// </summary>
    public static IReadOnlyList<string> NewRecoveryCodes() =>
        [
            .. Enumerable
                .Range(0, RecoveryCodeCount)
                .Select(_ =>
                    $"{RandomNumberGenerator.GetString(Characters, 5)}-{RandomNumberGenerator.GetString(Characters, 5)}"
                ),
        ];

    /// <summary>The address that an authenticator app reads from the QR code.</summary>
    /// <param name="key">The key.</param>
    /// <param name="account">Whose: the email.</param>
    public static string SetUpAddress(string key, string account) =>
        $"otpauth://totp/{Uri.EscapeDataString("UserAdmin")}:{Uri.EscapeDataString(account)}?secret="
        + $"{key}&issuer=UserAdmin&digits=6&period=30";

    /// <summary>Whether a text is a key that <see cref="NewKey"/> could have made.</summary>
    /// <param name="key">The text.</param>
    internal static bool IsKey(string? key) =>
        key is { Length: 32 } && key.All(c => c is (>= 'A' and <= 'Z') or (>= '2' and <= '7'));

    /// <summary>Whether a list is one that <see cref="NewRecoveryCodes"/> could have made.</summary>
    /// <param name="codes">The list.</param>
    internal static bool AreRecoveryCodes(IReadOnlyList<string>? codes) =>
        codes is { Count: RecoveryCodeCount }
        && codes.Distinct().Count() == RecoveryCodeCount
        && codes.All(code =>
            code is { Length: 11 } && code[5] == '-' && code.Where((_, at) => at != 5).All(Characters.Contains)
        );
}
