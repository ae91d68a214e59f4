using System.Buffers.Binary;

namespace UserAdmin.Imports;

/// <summary>
/// Recognises password hashes made by ASP.NET Core Identity's <c>PasswordHasher</c>. Version 2: 0x00, a salt of 16
/// bytes, a subkey of 32 bytes. Version 3: 0x01; the pseudo-random function, the iterations and the length of the salt
/// as 32-bit big-endian integers; the salt; the subkey.
/// </summary>
internal static class IdentityHash
{
    private const int LongestText = 512;

    // Far more than OWASP recommends, but few enough that an imported hash cannot make each sign-in take minutes.
    private const uint MostIterations = 5_000_000;

    /// <summary>Whether a text is a hash of any kind, and so not a plain-text password.</summary>
    public static bool IsEncoded(string text) =>
        IsOne(text)
        || text is ['$', ..] or ['{', ..]
        || text.StartsWith("pbkdf2_", StringComparison.Ordinal)
        || (
            text.Length >= 32
            && text.All(character =>
                char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '=' or '-' or '_' or ':' or '.'
            )
        );

    public static bool IsOne(string text)
    {
        Span<byte> bytes = stackalloc byte[LongestText];
        if (text.Length > LongestText || !Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        bytes = bytes[..length];
        return bytes switch
        {
            [0x00, ..] => length == 1 + 16 + 32,
            [0x01, ..] when length >= 13 => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) <= 2
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) is >= 1 and <= MostIterations
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]) is var salt and >= 16 and <= 128
                && length - 13 - (int)salt is >= 16 and <= 128,
            _ => false,
        };
    }
}
