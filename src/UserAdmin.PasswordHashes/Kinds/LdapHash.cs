using System.Security.Cryptography;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// Digests as LDAP servers keep them (RFC 2307 and OpenLDAP): <c>{SSHA}</c> and its relatives are base64 of the digest
/// of password and salt, followed by the salt.
/// </summary>
internal sealed class LdapHash : IForeignHash
{
    private readonly int _length;
    private readonly byte[] _bytes;

    private LdapHash(string text, string scheme, int length, byte[] bytes) =>
        (Text, Kind, _length, _bytes) = (text, $"LDAP {{{scheme}}}", length, bytes);

    public string Kind { get; }

    public string Text { get; }

    public static HashOutcome Read(string text)
    {
        if (text is not ['{', ..] || text.IndexOf('}', StringComparison.Ordinal) is not (> 0 and var end))
        {
            return default;
        }

        var scheme = text[1..end];
        var (length, isSalted) = scheme switch
        {
            "MD5" => (16, false),
            "SMD5" => (16, true),
            "SHA" => (20, false),
            "SSHA" => (20, true),
            "SHA256" => (32, false),
            "SSHA256" => (32, true),
            "SHA384" => (48, false),
            "SSHA384" => (48, true),
            "SHA512" => (64, false),
            "SSHA512" => (64, true),
            _ => (0, false),
        };
        return length == 0 ? default
            : Bytes.Base64(text[(end + 1)..]) is { } bytes
            && (isSalted ? bytes.Length > length && bytes.Length <= length + 64 : bytes.Length == length)
                ? HashOutcome.Of(new LdapHash(text, scheme, length, bytes))
            : HashOutcome.Damaged($"LDAP {{{scheme}}}");
    }

    public bool Verify(string password)
    {
        byte[] input = [.. Bytes.Utf8(password), .. _bytes.AsSpan(_length)];
#pragma warning disable CA5350, CA5351 // The other system chose the digest; the hash is replaced at the first sign-in.
        var made = _length switch
        {
            16 => MD5.HashData(input),
            20 => SHA1.HashData(input),
            32 => SHA256.HashData(input),
            48 => SHA384.HashData(input),
            _ => SHA512.HashData(input),
        };
#pragma warning restore CA5350, CA5351
        return CryptographicOperations.FixedTimeEquals(made, _bytes.AsSpan(0, _length));
    }
}
