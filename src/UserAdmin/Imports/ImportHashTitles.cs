using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>The titles under which other systems export password hashes and what belongs to them.</summary>
internal static partial class ImportHashTitles
{
    /// <summary>
    /// Titles of <see cref="ImportField.PasswordHash"/>. Those that only say “password” are missing: whether such a
    /// column holds hashes or passwords, only its values tell (<see cref="ImportHashColumns"/>).
    /// </summary>
    public const string Hash =
        "passwordhash hashedpassword passwordhashed passworthash kennworthash identityhash passhash pwdhash pwhash "
        + "passworddigest passwordhashvalue custompasswordhash custompasswordhashhashvalue credentials0secretdata "
        + "credentials1secretdata credentialspasswordsecretdata secretdata";

    /// <summary>Titles of <see cref="ImportField.PasswordSalt"/>.</summary>
    public const string Salt =
        "passwordsalt salt passwordhashsalt saltvalue hashsalt pwdsalt passsalt custompasswordhashsaltvalue";

    /// <summary>Titles of <see cref="ImportField.PasswordFormat"/>.</summary>
    public const string Format =
        "passwordformat credentialdata credentials0credentialdata credentials1credentialdata "
        + "credentialspasswordcredentialdata passwordalgorithm passwordhashalgorithm hashalgorithm "
        + "custompasswordhashalgorithm";

    /// <summary>Whether a title names what belongs to a hash: it is not the title of a column of passwords.</summary>
    /// <param name="plain">The title without case, spaces and punctuation.</param>
    public static bool IsBesideHash(string plain) => Beside().IsMatch(plain);

    [GeneratedRegex("(password|passwd|pwd|pass)(salt|format|algorithm)$|(secret|credential)data$")]
    private static partial Regex Beside();
}
