using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// ASP.NET Membership, as <c>hash|format|salt</c> or from three columns. The digest is SHA-1 or SHA-256 of salt and
/// password (UTF-16), or, since .NET 4, a keyed one whose key is the salt; only the length of the hash tells which, so
/// both of a length are tried.
/// </summary>
internal sealed class MembershipHash : IForeignHash
{
    private const string Name = "ASP.NET Membership";

    private readonly byte[] _hash;
    private readonly byte[] _salt;

    private MembershipHash(byte[] hash, byte[] salt) => (_hash, _salt) = (hash, salt);

    public string Kind => Name;

    public string Text => $"{Convert.ToBase64String(_hash)}|1|{Convert.ToBase64String(_salt)}";

    public static HashOutcome Read(string text) =>
        text.Split('|') is [var hash, { Length: 1 } format, var salt] && char.IsAsciiDigit(format[0])
            ? Read(hash, format, salt)
            : default;

    public static HashOutcome Read(string hash, string format, string salt) =>
        format switch
        {
            "0" => HashOutcome.Refused(
                Name,
                "The format 0 of ASP.NET Membership is the password itself, which is never imported. "
                    + "Leave the cell empty and invite the person."
            ),
            "1" => Bytes.Base64(hash) is { Length: 20 or 32 or 64 } hashed
            && Bytes.Base64(salt) is { Length: >= 4 and <= 128 } salted
                ? HashOutcome.Of(new MembershipHash(hashed, salted))
                : HashOutcome.Damaged(Name),
            "2" => HashOutcome.Refused(
                Name,
                "The format 2 of ASP.NET Membership is encrypted with the machine key of the old server, not hashed. "
                    + "Leave the cell empty and invite the person."
            ),
            _ => default,
        };

    public bool Verify(string password)
    {
        var bytes = Encoding.Unicode.GetBytes(password);
        byte[] plain = [.. _salt, .. bytes];
        // The provider fills the key to 64 bytes by repeating the salt, and cuts a longer one.
        var key = new byte[64];
        for (var place = 0; place < key.Length; place++)
        {
            key[place] = _salt[place % _salt.Length];
        }

#pragma warning disable CA5350 // The other system chose SHA-1; the hash is replaced at the first sign-in.
        var (digest, keyed) = _hash.Length switch
        {
            20 => (SHA1.HashData(plain), HMACSHA1.HashData(key, bytes)),
            32 => (SHA256.HashData(plain), HMACSHA256.HashData(key, bytes)),
            _ => (SHA512.HashData(plain), HMACSHA512.HashData(key, bytes)),
        };
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(digest, _hash)
            | CryptographicOperations.FixedTimeEquals(keyed, _hash);
    }
}
