using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto.Generators;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// bcrypt, alone or of a digest of the password: <c>$2a$</c>, <c>$2b$</c>, <c>$2x$</c>, <c>$2y$</c>, which are the same
/// algorithm; Spring's <c>{bcrypt}</c>; Django's <c>bcrypt$</c> and <c>bcrypt_sha256$</c>; WordPress's <c>$wp$</c>.
/// </summary>
internal sealed partial class BcryptHash : IForeignHash
{
    // What all implementations use of a password; PHP and Python cut there without a word.
    private const int MostBytes = 72;

    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly string _prefix;
    private readonly int _cost;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private BcryptHash(string prefix, string bare, int cost)
    {
        (_prefix, Text, _cost) = (prefix, prefix + bare, cost);
        _salt = Decoded(bare.AsSpan(7, 22), 16);
        _hash = Decoded(bare.AsSpan(29), 23);
    }

    public string Kind => Name(_prefix);

    public string Text { get; }

    public static HashOutcome Read(string text)
    {
        if (Shape().Match(text) is not { Success: true } match)
        {
            return default;
        }

        var given = match.Groups["prefix"].Value;
        var prefix = given is "$wp" or "bcrypt_sha256$" ? given : "";
        if (!Bare().IsMatch(match.Groups["bare"].Value))
        {
            return HashOutcome.Damaged(Name(prefix));
        }

        var bare = match.Groups["bare"].Value;
        return int.Parse(bare.AsSpan(4, 2), provider: null) switch
        {
            < 4 or > 31 => HashOutcome.Damaged(Name(prefix)),
            > HashLimits.BcryptCost and var cost => HashOutcome.TooCostly(
                Name(prefix),
                FormattableString.Invariant($"a cost of {cost}, and {HashLimits.BcryptCost} is the most")
            ),
            var cost => HashOutcome.Of(new BcryptHash(prefix, bare, cost)),
        };
    }

    public bool Verify(string password)
    {
        var bytes = Bytes.Utf8(
            _prefix switch
            {
                // The trimming is WordPress's own, at every sign-in.
                "$wp" => Convert.ToBase64String(
                    HMACSHA384.HashData("wp-sha384"u8, Bytes.Utf8(password.Trim(' ', '\t', '\n', '\r', '\0', '\v')))
                ),
                "bcrypt_sha256$" => Convert.ToHexStringLower(SHA256.HashData(Bytes.Utf8(password))),
                _ => password,
            }
        );
        var key = new byte[Math.Min(bytes.Length + 1, MostBytes)];
        bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes)).CopyTo(key);
        return CryptographicOperations.FixedTimeEquals(
            BCrypt.Generate(key, _salt, _cost, addTerminator: false).AsSpan(0, 23),
            _hash
        );
    }

    private static string Name(string prefix) =>
        prefix switch
        {
            "$wp" => "WordPress (bcrypt)",
            "bcrypt_sha256$" => "Django (bcrypt_sha256)",
            _ => "bcrypt",
        };

    // The first bits first, unlike in crypt(3). Bits that the last character has too many are ignored, because some
    // programs set them.
    private static byte[] Decoded(ReadOnlySpan<char> text, int length)
    {
        var (bytes, bits, held, place) = (new byte[length], 0, 0, 0);
        foreach (var character in text)
        {
            (bits, held) = ((bits << 6) | Alphabet.IndexOf(character, StringComparison.Ordinal), held + 6);
            if (held >= 8 && place < length)
            {
                held -= 8;
                bytes[place++] = (byte)(bits >> held);
            }
        }

        return bytes;
    }

    [GeneratedRegex(
        @"^(?<prefix>\$wp|\{bcrypt\}|\{CRYPT\}|bcrypt\$|bcrypt_sha256\$|)(?<bare>\$2[abxy]?\$.*)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Shape();

    [GeneratedRegex(@"^\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}$", RegexOptions.NonBacktracking)]
    private static partial Regex Bare();
}
