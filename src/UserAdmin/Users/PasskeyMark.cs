using System.Security.Cryptography;

namespace UserAdmin.Users;

/// <summary>
/// Tells whether a passkey is still the one that was registered. Whoever can replace its public key in the table can
/// sign in with a key of their own, while its id and name stay the same.
/// </summary>
internal static class PasskeyMark
{
    private const int Length = 16;

    /// <summary>Returns a short hash of a public key. Public keys are no secrets, so it may be in the log.</summary>
    public static string Of(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..Length];
}
