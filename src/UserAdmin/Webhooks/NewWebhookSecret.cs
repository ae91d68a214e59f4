using System.Security.Cryptography;

namespace UserAdmin.Webhooks;

/// <summary>
/// Makes and reads the secrets of webhooks: <c>whsec_</c> and 24 to 64 random bytes as base64 (Standard Webhooks 1.0).
/// </summary>
public static class NewWebhookSecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int Bytes = 32;

    /// <summary>Returns a new secret.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Returns the bytes of a secret; null if it does not have the shape of one.</summary>
    /// <param name="secret">The secret.</param>
    public static byte[]? Parse(string? secret)
    {
        if (secret?.StartsWith(Prefix, StringComparison.Ordinal) != true)
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[96];
        return
            Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), buffer, out var length)
            && length is >= 24 and <= 64
            ? buffer[..length].ToArray()
            : null;
    }
}
