using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// Argon2 as a PHC string, <c>$argon2id$v=19$m=65536,t=3,p=4$salt$hash</c>; also after Django's <c>argon2</c>, Spring's
/// <c>{argon2@SpringSecurity_v5_8}</c> and LDAP's <c>{ARGON2}</c>, and from Keycloak's JSON.
/// </summary>
internal sealed partial class Argon2Hash : IForeignHash
{
    public const string Name = "Argon2";

    private readonly string _type;
    private readonly int _version;
    private readonly int _memory;
    private readonly int _passes;
    private readonly int _lanes;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private Argon2Hash(string type, int version, int memory, int passes, int lanes, byte[] salt, byte[] hash) =>
        (_type, _version, _memory, _passes, _lanes, _salt, _hash) = (type, version, memory, passes, lanes, salt, hash);

    public string Kind => Name;

    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"$argon2{_type}$v={_version}$m={_memory},t={_passes},p={_lanes}$"
                + $"{Convert.ToBase64String(_salt).TrimEnd('=')}${Convert.ToBase64String(_hash).TrimEnd('=')}"
        );

    public static HashOutcome Read(string text)
    {
        if (!Begin().IsMatch(text))
        {
            return default;
        }

        return
            Shape().Match(text) is { Success: true } match
            && Bytes.Number(match.Groups["m"].Value) is { } memory
            && Bytes.Number(match.Groups["t"].Value) is { } passes
            && Bytes.Number(match.Groups["p"].Value) is { } lanes
            && Bytes.Base64(match.Groups["salt"].Value) is { } salt
            && Bytes.Base64(match.Groups["hash"].Value) is { } hash
            ? Of(
                match.Groups["type"].Value,
                // Without a version it is the first one (RFC 9106 has 19 only; the PHC string says so).
                match.Groups["v"].Value
                    is "19"
                    ? 19
                    : 16,
                memory,
                passes,
                lanes,
                salt,
                hash
            )
            : HashOutcome.Damaged(Name);
    }

    public static HashOutcome Of(string type, int version, int memory, int passes, int lanes, byte[] salt, byte[] hash)
    {
        if (
            type is not ("i" or "d" or "id")
            || version is not (16 or 19)
            || lanes < 1
            || passes < 1
            || memory < 8L * lanes
            || salt.Length is < 8 or > 64
            || hash.Length is < 12 or > 128
        )
        {
            return HashOutcome.Damaged(Name);
        }

        return
            memory > HashLimits.MemoryKiB
            || lanes > HashLimits.Lanes
            || (long)memory * passes > HashLimits.Argon2KiBPasses
            ? HashOutcome.TooCostly(
                Name,
                FormattableString.Invariant(
                    $"m={memory}, t={passes}, p={lanes}, and the most is m={HashLimits.MemoryKiB}, "
                ) + FormattableString.Invariant($"m×t={HashLimits.Argon2KiBPasses}, p={HashLimits.Lanes}")
            )
            : HashOutcome.Of(new Argon2Hash(type, version, memory, passes, lanes, salt, hash));
    }

    public bool Verify(string password)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(
                _type switch
                {
                    "i" => Argon2Parameters.Argon2i,
                    "d" => Argon2Parameters.Argon2d,
                    _ => Argon2Parameters.Argon2id,
                }
            ).WithVersion(_version).WithMemoryAsKB(_memory).WithIterations(_passes).WithParallelism(_lanes).WithSalt(_salt).Build());
        var made = new byte[_hash.Length];
        generator.GenerateBytes(Bytes.Utf8(password), made);
        return CryptographicOperations.FixedTimeEquals(made, _hash);
    }

    [GeneratedRegex(
        @"^(\{argon2(@[A-Za-z0-9_]*)?\}|argon2)?\$argon2",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Begin();

    [GeneratedRegex(
        @"^[^$]*\$argon2(?<type>id|i|d)(\$v=(?<v>16|19))?\$m=(?<m>[0-9]+),t=(?<t>[0-9]+),p=(?<p>[0-9]+)"
            + @"\$(?<salt>[A-Za-z0-9+/]+)\$(?<hash>[A-Za-z0-9+/]+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Shape();
}
