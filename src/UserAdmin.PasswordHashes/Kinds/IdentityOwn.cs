using System.Buffers.Binary;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// Hashes of ASP.NET Core Identity's <c>PasswordHasher</c>, which stay as they are. Version 2: 0x00, a salt of 16
/// bytes, a subkey of 32 bytes. Version 3: 0x01; the pseudo-random function, the iterations and the length of the salt
/// as 32-bit big-endian integers; the salt; the subkey.
/// </summary>
internal static class IdentityOwn
{
    public const string Name = "ASP.NET Core Identity";

    /// <summary>Whether the text is one; a refusal if it costs too much.</summary>
    public static (bool IsOne, HashOutcome Refusal) Read(string text)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (text.Length > 512 || !Convert.TryFromBase64String(text, bytes, out var length))
        {
            return default;
        }

        bytes = bytes[..length];
        if (bytes is [0x00, ..])
        {
            return (length == 1 + 16 + 32, default);
        }

        if (
            bytes is not [0x01, ..]
            || length < 13
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) > 2
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]) is not (>= 16 and <= 128 and var salt)
            || length - 13 - (int)salt is < 16 or > 128
        )
        {
            return default;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) switch
        {
            0 => default,
            > HashLimits.Pbkdf2Rounds and var rounds => (
                false,
                HashOutcome.TooCostly(
                    Name,
                    FormattableString.Invariant($"{rounds:N0} rounds, and {HashLimits.Pbkdf2Rounds:N0} are the most")
                )
            ),
            _ => (true, default),
        };
    }
}
