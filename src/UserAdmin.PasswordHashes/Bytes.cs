using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.PasswordHashes;

/// <summary>Reads bytes that systems write as text; null for text that is none.</summary>
internal static class Bytes
{
    // Keeps the number of signs even where a password holds half of a surrogate pair.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads base64 with or without padding; <c>.</c> for <c>+</c>, as passlib writes it.</summary>
    public static byte[]? Base64(string? text)
    {
        if (text is null || text.AsSpan().ContainsAny(' ', '\r', '\n') || text.Contains('\t', StringComparison.Ordinal))
        {
            return null;
        }

        var bare = text.TrimEnd('=').Replace('.', '+');
        var padded = bare.PadRight((bare.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return padded.Length - bare.Length < 3 && Convert.TryFromBase64String(padded, bytes, out var length)
            ? bytes[..length]
            : null;
    }

    public static byte[]? Hex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done && text.Length % 2 == 0
            ? bytes
            : null;
    }

    public static byte[] Utf8(string text) => _utf8.GetBytes(text);

    /// <summary>Reads a number of digits only; null if it is not from 0 to <see cref="int.MaxValue"/>.</summary>
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Utf8(one), Utf8(other));
}
