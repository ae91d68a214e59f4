using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto.Generators;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// scrypt of Better Auth (<c>salt hex:key hex</c>), Firebase (with the parameters of the project), Django
/// (<c>scrypt$N$salt$r$p$base64</c>), Werkzeug (<c>scrypt:N:r:p$salt$hex</c>), and as a PHC string
/// (<c>$scrypt$ln=14,r=8,p=1$salt$hash</c>).
/// </summary>
internal sealed partial class ScryptHash : IForeignHash
{
    private const string BetterAuthName = "Better Auth (scrypt)";
    private const string FirebaseName = "Firebase (scrypt)";

    private readonly string _variant;
    private readonly int _logN;
    private readonly int _r;
    private readonly int _p;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private ScryptHash(string variant, string kind, int logN, int r, int p, byte[] salt, byte[] hash) =>
        (_variant, Kind, _logN, _r, _p, _salt, _hash) = (variant, kind, logN, r, p, salt, hash);

    public string Kind { get; }

    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"$scrypt{_variant}$ln={_logN},r={_r},p={_p}$"
                + $"{Convert.ToBase64String(_salt).TrimEnd('=')}${Convert.ToBase64String(_hash).TrimEnd('=')}"
        );

    public static HashOutcome Read(string text)
    {
        if (BetterAuth().IsMatch(text))
        {
            // The salt is the text of the digits, not the bytes that they stand for.
            return Of("-nfkc", BetterAuthName, 14, 16, 1, Bytes.Utf8(text[..32]), Bytes.Hex(text[33..]));
        }

        if (text.StartsWith("scrypt$", StringComparison.Ordinal))
        {
            const string Name = "Django (scrypt)";
            return text.Split('$') is [_, var n, { Length: > 0 } salt, var r, var p, var hash]
                ? Of("", Name, LogOf(n), Bytes.Number(r), Bytes.Number(p), Bytes.Utf8(salt), Bytes.Base64(hash))
                : HashOutcome.Damaged(Name);
        }

        if (text.StartsWith("scrypt:", StringComparison.Ordinal))
        {
            const string Name = "Werkzeug (scrypt)";
            return
                text.Split('$') is [var method, { Length: > 0 } salt, var hash]
                && method.Split(':') is [_, var n, var r, var p]
                ? Of("", Name, LogOf(n), Bytes.Number(r), Bytes.Number(p), Bytes.Utf8(salt), Bytes.Hex(hash))
                : HashOutcome.Damaged(Name);
        }

        if (!text.StartsWith("$scrypt", StringComparison.Ordinal))
        {
            return default;
        }

        return Phc().Match(text) is { Success: true } match
            ? Of(
                match.Groups["variant"].Value,
                match.Groups["variant"].Value switch
                {
                    "-nfkc" => BetterAuthName,
                    "-firebase" => FirebaseName,
                    _ => "scrypt",
                },
                Bytes.Number(match.Groups["ln"].Value),
                Bytes.Number(match.Groups["r"].Value),
                Bytes.Number(match.Groups["p"].Value),
                Bytes.Base64(match.Groups["salt"].Value),
                Bytes.Base64(match.Groups["hash"].Value)
            )
            : HashOutcome.Damaged("scrypt");
    }

    /// <summary>Reads a hash of Firebase, whose salt has a column of its own.</summary>
    public static HashOutcome Firebase(string text, string salt, FirebaseScryptParameters parameters)
    {
        if (parameters.Problem() is { } problem)
        {
            return HashOutcome.Refused(FirebaseName, problem);
        }

        var (key, hash, saltBytes) = (
            Bytes.Base64(parameters.SignerKey)!,
            Bytes.Base64(text.Replace('-', '+').Replace('_', '/')),
            Bytes.Base64(salt.Replace('-', '+').Replace('_', '/'))
        );
        if (hash is null || saltBytes is not { Length: >= 1 and <= 64 } || hash.Length != key.Length)
        {
            return hash is not null && hash.Length != key.Length
                ? HashOutcome.Refused(
                    FirebaseName,
                    "The hash is not as long as the signer key, so they are not of the same Firebase project."
                )
                : HashOutcome.Damaged(FirebaseName);
        }

        // Firebase encrypts the signer key with what scrypt makes of the password, in counter mode. Without the key
        // what remains is the key stream, which is enough to compare: so the key of the project is stored nowhere.
        var stream = hash.Zip(key, (one, other) => (byte)(one ^ other)).ToArray();
        return Of(
            "-firebase",
            FirebaseName,
            parameters.MemoryCost,
            parameters.Rounds,
            1,
            [.. saltBytes, .. Bytes.Base64(parameters.SaltSeparator)!],
            stream
        );
    }

    public bool Verify(string password)
    {
        var bytes = Bytes.Utf8(_variant == "-nfkc" ? Normalized(password) : password);
        if (_variant != "-firebase")
        {
            return CryptographicOperations.FixedTimeEquals(
                SCrypt.Generate(bytes, _salt, 1 << _logN, _r, _p, _hash.Length),
                _hash
            );
        }

        using var aes = Aes.Create();
        aes.Key = SCrypt.Generate(bytes, _salt, 1 << _logN, _r, _p, 32);
        var counters = new byte[(_hash.Length + 15) / 16 * 16];
        for (var block = 0; block < counters.Length / 16; block++)
        {
            counters[(block * 16) + 15] = (byte)block;
        }

        var stream = aes.EncryptEcb(counters, PaddingMode.None);
        return CryptographicOperations.FixedTimeEquals(stream.AsSpan(0, _hash.Length), _hash);
    }

    private static HashOutcome Of(string variant, string kind, int? logN, int? r, int? p, byte[]? salt, byte[]? hash)
    {
        if (
            logN is not (>= 1 and <= 31)
            || r is not >= 1
            || p is not >= 1
            || salt is not { Length: >= 1 and <= 256 }
            || hash is not { Length: >= 16 and <= 256 }
        )
        {
            return HashOutcome.Damaged(kind);
        }

        var work = Math.ScaleB(1.0, logN.Value) * r.Value;
        // The algorithm needs N below 2 to the power of 16 r; only r = 1 can offend.
        return r == 1 && logN > 15 ? HashOutcome.Damaged(kind)
            : work / 8 > HashLimits.MemoryKiB || work * p.Value > HashLimits.ScryptWork || p > HashLimits.Lanes
                ? HashOutcome.TooCostly(
                    kind,
                    FormattableString.Invariant(
                        $"N=2^{logN}, r={r}, p={p}, and N×r×p={HashLimits.ScryptWork:N0} with p={HashLimits.Lanes} and 256 MiB is the most"
                    )
                )
            : HashOutcome.Of(new ScryptHash(variant, kind, logN.Value, r.Value, p.Value, salt, hash));
    }

    private static int? LogOf(string n) =>
        Bytes.Number(n) is { } number && BitOperations.IsPow2(number) ? BitOperations.Log2((uint)number) : null;

    // Half of a surrogate pair cannot be normalised; nobody types one.
    private static string Normalized(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return password;
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}:[0-9a-f]{128}$", RegexOptions.NonBacktracking)]
    private static partial Regex BetterAuth();

    [GeneratedRegex(
        @"^\$scrypt(?<variant>-nfkc|-firebase|)\$ln=(?<ln>[0-9]+),r=(?<r>[0-9]+),p=(?<p>[0-9]+)"
            + @"\$(?<salt>[A-Za-z0-9+/.]+=*)\$(?<hash>[A-Za-z0-9+/.]+=*)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Phc();
}
