using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// PBKDF2 of Django (<c>pbkdf2_sha256$rounds$salt$base64</c>), Spring (<c>{pbkdf2@SpringSecurity_v5_8}</c> hex), as a
/// PHC string (Auth0: <c>$pbkdf2-sha512$i=…,l=…$salt$hash</c>), of passlib (<c>$pbkdf2-sha256$rounds$salt$hash</c>)
/// and Werkzeug (<c>pbkdf2:sha256:rounds$salt$hex</c>), and from Keycloak's JSON.
/// </summary>
internal sealed partial class Pbkdf2Hash : IForeignHash
{
    private readonly HashAlgorithmName _function;
    private readonly int _rounds;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private Pbkdf2Hash(string kind, HashAlgorithmName function, int rounds, byte[] salt, byte[] hash) =>
        (Kind, _function, _rounds, _salt, _hash) = (kind, function, rounds, salt, hash);

    public string Kind { get; }

    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"$pbkdf2-{_function.Name!.ToLowerInvariant()}$i={_rounds},l={_hash.Length}$"
                + $"{Convert.ToBase64String(_salt).TrimEnd('=')}${Convert.ToBase64String(_hash).TrimEnd('=')}"
        );

    public static HashOutcome Read(string text)
    {
        if (text.StartsWith("{pbkdf2", StringComparison.Ordinal))
        {
            return Spring(text);
        }

        if (text.StartsWith("pbkdf2_", StringComparison.Ordinal))
        {
            const string Name = "Django (PBKDF2)";
            return text.Split('$') is [var function, var rounds, { Length: > 0 } salt, var hash]
                ? Of(Name, function[7..], Bytes.Number(rounds), Bytes.Utf8(salt), Bytes.Base64(hash))
                : HashOutcome.Damaged(Name);
        }

        if (text.StartsWith("pbkdf2:", StringComparison.Ordinal))
        {
            const string Name = "Werkzeug (PBKDF2)";
            return
                text.Split('$') is [var method, { Length: > 0 } salt, var hash]
                && method.Split(':') is [_, var function, var rounds]
                ? Of(Name, function, Bytes.Number(rounds), Bytes.Utf8(salt), Bytes.Hex(hash))
                : HashOutcome.Damaged(Name);
        }

        if (!text.StartsWith("$pbkdf2", StringComparison.Ordinal))
        {
            return default;
        }

        return
            Phc().Match(text) is { Success: true } match
            && Bytes.Base64(match.Groups["hash"].Value) is { } bytes
            && (match.Groups["l"] is { Success: false } || Bytes.Number(match.Groups["l"].Value) == bytes.Length)
            ? Of(
                "PBKDF2",
                match.Groups["function"].Value is { Length: > 0 } named ? named : "sha1",
                Bytes.Number(match.Groups["i"].Value),
                Bytes.Base64(match.Groups["salt"].Value),
                bytes
            )
            : HashOutcome.Damaged("PBKDF2");
    }

    public static HashOutcome Of(string kind, string function, int? rounds, byte[]? salt, byte[]? hash)
    {
        HashAlgorithmName? named = function switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (
            named is not { } known
            || rounds is not >= 1
            || salt is not { Length: >= 1 and <= 256 }
            || hash is not { Length: >= 12 and <= 512 }
        )
        {
            return HashOutcome.Damaged(kind);
        }

        // More than one block of output costs as much again.
        var block =
            known == HashAlgorithmName.SHA1 ? 20
            : known == HashAlgorithmName.SHA256 ? 32
            : 64;
        return (long)rounds * ((hash.Length + block - 1) / block) > HashLimits.Pbkdf2Rounds
            ? HashOutcome.TooCostly(
                kind,
                FormattableString.Invariant($"{rounds:N0} rounds, and {HashLimits.Pbkdf2Rounds:N0} are the most")
            )
            : HashOutcome.Of(new Pbkdf2Hash(kind, known, rounds.Value, salt, hash));
    }

    public bool Verify(string password) =>
        CryptographicOperations.FixedTimeEquals(
            Rfc2898DeriveBytes.Pbkdf2(Bytes.Utf8(password), _salt, _rounds, _function, _hash.Length),
            _hash
        );

    // The numbers are the defaults of Pbkdf2PasswordEncoder; a hash that was made with others says nothing of them.
    private static HashOutcome Spring(string text)
    {
        const string Name = "Spring (PBKDF2)";
        var (function, rounds, saltLength, start) =
            text.StartsWith("{pbkdf2@SpringSecurity_v5_8}", StringComparison.Ordinal) ? ("sha256", 310_000, 16, 28)
            : text.StartsWith("{pbkdf2}", StringComparison.Ordinal) ? ("sha1", 185_000, 8, 8)
            : ("", 0, 0, 0);
        return Bytes.Hex(text[start..]) is { } bytes && bytes.Length == saltLength + 32
            ? Of(Name, function, rounds, bytes[..saltLength], bytes[saltLength..])
            : HashOutcome.Damaged(Name);
    }

    [GeneratedRegex(
        @"^\$pbkdf2(-(?<function>sha1|sha256|sha384|sha512))?\$(i=)?(?<i>[0-9]+)(,l=(?<l>[0-9]+))?"
            + @"\$(?<salt>[A-Za-z0-9+/.]+=*)\$(?<hash>[A-Za-z0-9+/.]+=*)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Phc();
}
