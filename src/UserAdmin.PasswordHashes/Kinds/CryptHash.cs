using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// Hashes of crypt(3): SHA-crypt (<c>$5$</c>, <c>$6$</c>) and MD5-crypt (<c>$1$</c>, Apache's <c>$apr1$</c>), alone or
/// after LDAP's <c>{CRYPT}</c>. The algorithms are those of Ulrich Drepper's “Unix crypt using SHA-256 and SHA-512”,
/// and of FreeBSD for MD5.
/// </summary>
internal sealed partial class CryptHash : IForeignHash
{
    private const int DefaultRounds = 5000;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly string _scheme;
    private readonly string _salt;
    private readonly int _rounds;
    private readonly string _hash;

    private CryptHash(string text, string scheme, string salt, int rounds, string hash) =>
        (Text, _scheme, _salt, _rounds, _hash) = (text, scheme, salt, rounds, hash);

    public string Kind => Name(_scheme);

    public string Text { get; }

    public static HashOutcome Read(string text)
    {
        if (!Begin().IsMatch(text))
        {
            return default;
        }

        var scheme = text[1..text.IndexOf('$', 1)];
        if (Shape().Match(text) is not { Success: true } match)
        {
            return HashOutcome.Damaged(Name(scheme));
        }

        var (salt, hash) = (match.Groups["salt"].Value, match.Groups["hash"].Value);
        var rounds = match.Groups["rounds"] is { Success: true } given
            ? Bytes.Number(given.Value) ?? int.MaxValue
            : DefaultRounds;
        return hash.Length
                != (
                    scheme == "6" ? 86
                    : scheme == "5" ? 43
                    : 22
                )
            || (scheme is "1" or "apr1" && (match.Groups["rounds"].Success || salt.Length > 8))
            || rounds < 1000
                ? HashOutcome.Damaged(Name(scheme))
            : rounds > HashLimits.ShaCryptRounds
                ? HashOutcome.TooCostly(
                    Name(scheme),
                    FormattableString.Invariant($"{rounds:N0} rounds, and {HashLimits.ShaCryptRounds:N0} are the most")
                )
            : HashOutcome.Of(new CryptHash(text, scheme, salt, rounds, hash));
    }

    public bool Verify(string password)
    {
        var (bytes, salt) = (Bytes.Utf8(password), Bytes.Utf8(_salt));
        if (bytes.Length > HashLimits.RepeatedPasswordBytes)
        {
            return false;
        }

        var made = _scheme switch
        {
            "6" => Sha(SHA512.HashData, bytes, salt),
            "5" => Sha(SHA256.HashData, bytes, salt),
            _ => Md5(bytes, salt),
        };
        return Bytes.AreEqual(made, _hash);
    }

    private static string Name(string scheme) =>
        scheme switch
        {
            "6" => "crypt (SHA-512)",
            "5" => "crypt (SHA-256)",
            _ => "crypt (MD5)",
        };

    private string Sha(Func<byte[], byte[]> digest, byte[] password, byte[] salt)
    {
        var second = digest([.. password, .. salt, .. password]);
        var parts = new List<byte>([.. password, .. salt, .. Repeated(second, password.Length)]);
        for (var left = password.Length; left > 0; left >>= 1)
        {
            parts.AddRange((left & 1) == 1 ? second : password);
        }

        var state = digest([.. parts]);
        var p = Repeated(digest(Repeated(password, password.Length * password.Length)), password.Length);
        var s = Repeated(digest(Repeated(salt, salt.Length * (16 + state[0]))), salt.Length);
        for (var round = 0; round < _rounds; round++)
        {
            state = digest([
                .. round % 2 == 1 ? p : state,
                .. round % 3 == 0 ? [] : s,
                .. round % 7 == 0 ? [] : p,
                .. round % 2 == 1 ? state : p,
            ]);
        }

        var signs = new List<char>();
        var third = state.Length / 3;
        var (a, b, c) = (0, third, 2 * third);
        for (var group = 0; group < third; group++)
        {
            Append(signs, state[a], state[b], state[c], 4);
            (a, b, c) = state.Length == 64 ? (b + 1, c + 1, a + 1) : (c + 1, a + 1, b + 1);
        }

        if (state.Length == 64)
        {
            Append(signs, 0, 0, state[63], 2);
        }
        else
        {
            Append(signs, 0, state[31], state[30], 3);
        }

        return new([.. signs]);
    }

#pragma warning disable CA5351 // The other system chose MD5; the hash is replaced at the first sign-in.
    private string Md5(byte[] password, byte[] salt)
    {
        var second = MD5.HashData([.. password, .. salt, .. password]);
        var parts = new List<byte>([
            .. password,
            .. Bytes.Utf8($"${_scheme}$"),
            .. salt,
            .. Repeated(second, password.Length),
        ]);
        for (var left = password.Length; left > 0; left >>= 1)
        {
            parts.Add((left & 1) == 1 ? (byte)0 : password[0]);
        }

        var state = MD5.HashData([.. parts]);
        for (var round = 0; round < 1000; round++)
        {
            state = MD5.HashData([
                .. round % 2 == 1 ? password : state,
                .. round % 3 == 0 ? [] : salt,
                .. round % 7 == 0 ? [] : password,
                .. round % 2 == 1 ? state : password,
            ]);
        }

        var signs = new List<char>();
        for (var group = 0; group < 5; group++)
        {
            Append(signs, state[group], state[group + 6], state[group == 4 ? 5 : group + 12], 4);
        }

        Append(signs, 0, 0, state[11], 2);
        return new([.. signs]);
    }
#pragma warning restore CA5351

    private static byte[] Repeated(byte[] bytes, int length)
    {
        var repeated = new byte[length];
        for (var place = 0; place < length; place += bytes.Length)
        {
            bytes.AsSpan(0, Math.Min(bytes.Length, length - place)).CopyTo(repeated.AsSpan(place));
        }

        return repeated;
    }

    private static void Append(List<char> signs, byte high, byte middle, byte low, int count)
    {
        var bits = (high << 16) | (middle << 8) | low;
        for (; count > 0; count--, bits >>= 6)
        {
            signs.Add(Alphabet[bits & 63]);
        }
    }

    [GeneratedRegex(@"^\$(1|5|6|apr1)\$", RegexOptions.NonBacktracking)]
    private static partial Regex Begin();

    [GeneratedRegex(
        @"^\$(1|5|6|apr1)\$(rounds=(?<rounds>[0-9]{1,9})\$)?(?<salt>[^$:\n]{0,16})\$(?<hash>[./0-9A-Za-z]+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Shape();
}
