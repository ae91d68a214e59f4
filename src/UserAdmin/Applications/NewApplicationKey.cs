using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Applications;

/// <summary>
/// A key of an application: <c>ua_</c>, the key id (12 lower-case letters and digits), <c>_</c>, and 32 random bytes in
/// base64url (43 characters). Whoever sends <see cref="Commands.AddApplicationKey"/> makes it and shows it once.
/// </summary>
/// <param name="KeyId">Its public part, by which it is found.</param>
/// <param name="Key">The key; secret.</param>
public sealed record NewApplicationKey(string KeyId, string Key)
{
    private const string Prefix = "ua_";
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 12;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private static readonly SearchValues<char> _letters = SearchValues.Create(Alphabet);

    /// <summary>Makes a key.</summary>
    public static NewApplicationKey Create()
    {
        var keyId = RandomNumberGenerator.GetString(Alphabet, IdLength);
        return new(keyId, $"{Prefix}{keyId}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(NewApplicationKey)} {{ KeyId = {KeyId} }}";

    /// <summary>Returns whether a text has the shape of a key, and its key id.</summary>
    internal static bool TryParse(string? key, [NotNullWhen(true)] out string? keyId)
    {
        keyId = null;
        if (
            key is not { Length: 3 + IdLength + 1 + SecretLength }
            || !key.StartsWith(Prefix, StringComparison.Ordinal)
            || key[3 + IdLength] != '_'
            || key.AsSpan(3, IdLength).ContainsAnyExcept(_letters)
            || !Base64Url.IsValid(key.AsSpan(3 + IdLength + 1), out var bytes)
            || bytes != SecretBytes
        )
        {
            return false;
        }

        keyId = key.Substring(3, IdLength);
        return true;
    }

    /// <summary>
    /// Returns what is stored of a key. A fast hash is enough: nobody can try 256 random bits (decision 101).
    /// </summary>
    internal static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
