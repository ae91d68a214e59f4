using System.Text;
using UserAdmin.Text;

namespace UserAdmin.Account;

/// <summary>
/// Decides which passwords are accepted, following NIST SP 800-63B section 3.1.1: length over composition, no obvious
/// ones.
/// </summary>
public static class PasswordPolicy
{
    /// <summary>
    /// The maximum number of characters. NIST requires at least 64; the limit bounds the cost of hashing.
    /// </summary>
    public const int MaxLength = 256;

    // The most common passwords that are long enough; a full breach list can be loaded from a file.
    private static readonly string[] _obvious =
    [
        "password",
        "passwort",
        "123456789012",
        "qwertyuiop",
        "qwertzuiop",
        "letmein",
        "administrator",
        "welcome",
        "iloveyou",
        "changeme",
        "useradmin",
    ];

    /// <summary>Returns what is wrong with a password, as a sentence, or null.</summary>
    /// <param name="password">The password, exactly as typed.</param>
    /// <param name="minLength">Minimum number of characters (Unicode code points).</param>
    /// <param name="personal">Values that an attacker would try first: user name, email, display name.</param>
    public static string? Problem(string password, int minLength, params IEnumerable<string?> personal)
    {
        if (!UserText.IsSafe(password))
        {
            return "Use characters that can be typed on a keyboard.";
        }

        var length = password.EnumerateRunes().Count();
        if (length < minLength)
        {
            return $"Use at least {minLength} characters; this password has {length}. Several words are easy to "
                + "remember.";
        }

        if (length > MaxLength)
        {
            return $"Use at most {MaxLength} characters; this password has {length}.";
        }

        if (password.EnumerateRunes().Distinct().Count() < 5)
        {
            return "Use at least five different characters.";
        }

        var rest = password.ToLowerInvariant();
        foreach (var obvious in _obvious.Concat(personal.SelectMany(Parts)))
        {
            rest = rest.Replace(obvious, "", StringComparison.Ordinal);
        }

        // The rest, without the obvious parts, must still be hard to guess.
        return rest.Length < 6
            ? "This password is one of the first anyone would try. Use several unrelated words."
            : null;
    }

    /// <summary>Returns the rule as text for people.</summary>
    /// <param name="minLength">Minimum number of characters.</param>
    public static string Describe(int minLength) =>
        $"At least {minLength} characters. Any characters will do; several words are best.";

    private static IEnumerable<string> Parts(string? text) =>
        (text ?? "")
            .ToLowerInvariant()
            .Split(['@', '.', ' ', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Length >= 4);
}
