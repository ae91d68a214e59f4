using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using UserAdmin.PasswordHashes.Kinds;

namespace UserAdmin.PasswordHashes;

/// <summary>
/// A password hash that another system made, in the form in which it is kept in the column <c>PasswordHash</c> until
/// the person signs in for the first time.
/// </summary>
/// <remarks>
/// The marked form is <c>ImportedHash</c> and the hash as UTF-8 in base64: base64 as a whole, whose first byte is
/// neither 0x00 nor 0x01. So stock <c>PasswordHasher</c> answers “wrong password” where the application has not called
/// <c>AddImportedPasswordHashes</c>; text that is not base64 would make it throw (docs/decisions/0095).
/// </remarks>
public sealed partial class ImportedPasswordHash
{
    // A multiple of four characters, so that it is the base64 of nine bytes whatever follows.
    private const string Mark = "ImportedHash";

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    // In this order, because some kinds would take the text of another for a damaged one of theirs.
    private static readonly Func<string, HashOutcome>[] _kinds =
    [
        BcryptHash.Read,
        Argon2Hash.Read,
        Pbkdf2Hash.Read,
        ScryptHash.Read,
        CryptHash.Read,
        PhpassHash.Read,
        LdapHash.Read,
        MembershipHash.Read,
    ];

    /// <summary>
    /// A cheap hash of the marked form, of <see cref="ProbePassword"/>, to find out whether a hasher verifies imported
    /// hashes.
    /// </summary>
    public static string ProbeHash { get; } = Mark + Convert.ToBase64String("{SHA}qUnFMHEPn8p2tFd2Jnxoln+okec="u8);

    /// <summary>The password of <see cref="ProbeHash"/>; nobody has it.</summary>
    public static string ProbePassword => "probe";

    private ImportedPasswordHash(string kind, string? stored) => (Kind, Stored) = (kind, stored);

    /// <summary>What people call the kind, such as “bcrypt” or “Keycloak (PBKDF2)”.</summary>
    public string Kind { get; }

    /// <summary>
    /// The text for the column <c>PasswordHash</c>: the marked form, or Identity's own hash as it is; null if the other
    /// system says that the account has no password.
    /// </summary>
    public string? Stored { get; }

    /// <summary>Reads a hash, whatever made it.</summary>
    /// <param name="text">The hash as the other system wrote it, at most <see cref="HashLimits.TextLength"/>
    /// characters; the marked form is read too.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="reason">Why it is refused, as sentences for people that do not repeat the text; null if it is
    /// not.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out ImportedPasswordHash? hash,
        [NotNullWhen(false)] out string? reason
    ) => TryParse(text, null, out hash, out reason);

    /// <summary>Reads a hash, of which some parts may be elsewhere.</summary>
    /// <param name="text">The hash as the other system wrote it, at most <see cref="HashLimits.TextLength"/>
    /// characters; the marked form is read too.</param>
    /// <param name="parts">What the system keeps beside the hash.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="reason">Why it is refused, as sentences for people that do not repeat the text; null if it is
    /// not.</param>
    public static bool TryParse(
        string? text,
        PasswordHashParts? parts,
        [NotNullWhen(true)] out ImportedPasswordHash? hash,
        [NotNullWhen(false)] out string? reason
    )
    {
        (hash, reason) = Read(text?.Trim() ?? "", parts ?? new());
        return hash is not null;
    }

    /// <summary>Whether a text of the column <c>PasswordHash</c> is of the marked form.</summary>
    /// <param name="text">The text.</param>
    public static bool IsMarked([NotNullWhen(true)] string? text) =>
        text?.StartsWith(Mark, StringComparison.Ordinal) is true;

    /// <summary>
    /// Compares a password with a hash of the marked form, in a time that does not depend on where the two differ.
    /// </summary>
    /// <param name="marked">The text of the column <c>PasswordHash</c>. False if it is malformed, costs more than
    /// <see cref="HashLimits"/> allow, or is not of the marked form.</param>
    /// <param name="password">The password that the person typed.</param>
    public static bool Verify(string? marked, string? password) =>
        password is not null
        && Unmarked(marked) is { } text
        && Foreign(text) is { Hash: { } hash }
        && hash.Verify(password);

    /// <summary>
    /// Whether a text is a hash of a kind that is known, whether it can be imported or is refused, or says that there
    /// is no password; false for half of a hash, whose salt is elsewhere.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool IsKnown([NotNullWhen(true)] string? text) =>
        text?.Trim() is { Length: > 0 and <= HashLimits.TextLength } one
        && (
            IsNoPassword(one)
            || IsMarked(one)
            || (IdentityOwn.Read(one) is var (isOwn, refusal) && (isOwn || refusal.IsOne))
            || Foreign(one).IsOne
            || SecretData().IsMatch(one)
        );

    /// <summary>
    /// Whether a text looks as if it were a hash of any kind, understood or not, and so is no password that somebody
    /// types. Says nothing of whether it can be imported.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool LooksLikeHash([NotNullWhen(true)] string? text) =>
        IsKnown(text) || (text is not null && Code().IsMatch(text.Trim()));

    /// <summary>Whether a hasher verifies hashes of the marked form.</summary>
    /// <param name="verify">Compares a password (second) with the content of <c>PasswordHash</c> (first).</param>
    public static bool IsVerifiedBy(Func<string, string, PasswordVerificationResult> verify)
    {
        try
        {
            return verify(ProbeHash, ProbePassword) == PasswordVerificationResult.SuccessRehashNeeded;
        }
#pragma warning disable CA1031 // Hashers throw whatever they like for text that they do not know.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Leaves the hash out, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(ImportedPasswordHash)} {{ Kind = {Kind} }}";

    private static (ImportedPasswordHash? Hash, string? Reason) Read(string text, PasswordHashParts parts)
    {
        if (text.Length is 0 or > HashLimits.TextLength)
        {
            return (null, text.Length == 0 ? "There is no hash." : "This is too long for a password hash.");
        }

        if (IsNoPassword(text))
        {
            return (new("no password", null), null);
        }

        if (IdentityOwn.Read(text) is var (isOwn, refusal) && (isOwn || refusal.IsOne))
        {
            return isOwn ? (new(IdentityOwn.Name, text), null) : (null, refusal.Reason);
        }

        if (IsMarked(text))
        {
            return Unmarked(text) is { } inside && Foreign(inside).Hash is { } again
                ? (Of(again), null)
                : (null, "This is a hash that UserAdmin has marked as imported, but it is damaged.");
        }

        var outcome = Foreign(text) is { IsOne: true } whole ? whole : WithParts(text, parts);
        return outcome.Hash is { } hash ? (Of(hash), null) : (null, outcome.Reason ?? Unknown(text, parts));
    }

    private static ImportedPasswordHash Of(IForeignHash hash) =>
        new(hash.Kind, Mark + Convert.ToBase64String(Encoding.UTF8.GetBytes(hash.Text)));

    private static HashOutcome Foreign(string text)
    {
        text = WithoutWrapping(text);
        return _kinds.Select(read => read(text)).FirstOrDefault(outcome => outcome.IsOne);
    }

    private static HashOutcome WithParts(string text, PasswordHashParts parts)
    {
        var (salt, format) = (parts.Salt?.Trim() ?? "", parts.Format?.Trim() ?? "");
        return KeycloakCredential.Read(text, format) is { IsOne: true } keycloak ? keycloak
            : format is "0" or "1" or "2" ? MembershipHash.Read(text, format, salt)
            : salt.Length > 0 && parts.Firebase is { } project ? ScryptHash.Firebase(text, salt, project)
            : default;
    }

    /// <summary>Returns LDAP schemes in capitals, and without what only says that a known hash follows.</summary>
    private static string WithoutWrapping(string text)
    {
        // LDAP tools write the whole value in base64.
        if (text is ['e', ..] && Bytes.Base64(text) is [(byte)'{', ..] bytes && Ascii.IsValid(bytes))
        {
            text = Encoding.ASCII.GetString(bytes);
        }

        if (Scheme().Match(text) is not { Success: true } match)
        {
            return text;
        }

        var (scheme, rest) = (match.Groups["scheme"].Value.ToUpperInvariant(), match.Groups["rest"].Value);
        return scheme is "CRYPT" or "ARGON2" ? rest : $"{{{scheme}}}{rest}";
    }

    private static string? Unmarked(string? marked)
    {
        if (!IsMarked(marked) || marked.Length > 4 * HashLimits.TextLength)
        {
            return null;
        }

        try
        {
            return _strict.GetString(Convert.FromBase64String(marked[Mark.Length..]));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsNoPassword(string text) => NoPassword().IsMatch(text);

    private static string Unknown(string text, PasswordHashParts parts) =>
        BareDigest().IsMatch(text)
            ? "This is a digest such as MD5 or SHA-1 without a salt or the name of its method, which nobody can "
                + "tell from others. Leave the cell empty and invite the person."
        : DesCrypt().IsMatch(text)
            ? "This is a hash of the old crypt(3), which uses eight characters of the password only. "
                + "Leave the cell empty and invite the person."
        : Bytes.Base64(text) is { Length: >= 20 and <= 128 }
            ? parts.Salt is null
                    ? "This is half of a hash: Firebase and ASP.NET Membership keep the salt in a column of its own. "
                        + "Say which column that is."
                : "The hash and its salt do not say how they were made: hashes of Firebase need the parameters of "
                    + "the project, those of ASP.NET Membership the column PasswordFormat."
        : text is ['{', ..] && Scheme().Match(text) is { Success: true }
            ? "The word in braces before this hash names a method that is not understood here."
        : "This is no password hash of a kind that is understood here (docs/PASSWORD-HASHES.md). Passwords "
            + "themselves are never imported: leave the cell empty and invite the person.";

    // What Django, LDAP and /etc/shadow write for an account that no password opens.
    [GeneratedRegex(
        @"^(\{crypt\})?(!{1,2}|![a-z0-9]{40}|!{1,2}\$[./a-z0-9$=,]{8,}|\*|!\*|\*(lk|np|k)\*|x|np|nologin)$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NoPassword();

    [GeneratedRegex(
        @"^\{(?<scheme>crypt|argon2|s?md5|s?sha(256|384|512)?)\}(?<rest>.*)$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Scheme();

    [GeneratedRegex(
        "^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex BareDigest();

    [GeneratedRegex(
        @"^(\{CRYPT\})?[./0-9A-Za-z]{13}$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex DesCrypt();

    [GeneratedRegex(@"^\{\s*""value""\s*:", RegexOptions.NonBacktracking)]
    private static partial Regex SecretData();

    // A method in dollar signs or braces, or digits of base 16 or 64. Words that are joined by hyphens are a password.
    [GeneratedRegex(
        @"^(\$[A-Za-z0-9-]{1,20}\$.{8,}|\{[A-Za-z0-9@_.-]{2,40}\}.{2,}|\{\s*"".*\}|[0-9a-fA-F]{32,}(:[0-9a-fA-F]{32,})?"
            + @"|[A-Za-z0-9+/]{27,}={0,2}|[A-Za-z0-9_-]{60,}={0,2})$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Code();
}
