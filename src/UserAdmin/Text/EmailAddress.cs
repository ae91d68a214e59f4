using System.Globalization;
using System.Text;

namespace UserAdmin.Text;

/// <summary>Email addresses: RFC 5321 limits, RFC 5322 dot-atoms, RFC 6531 letters, RFC 5890 domains.</summary>
internal static class EmailAddress
{
    private const string AtomSpecials = "!#$%&'*+-/=?^_`{|}~";

    private static readonly IdnMapping _idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Parses an address. The domain is returned in lower case and Unicode, so that both spellings of an
    /// internationalised domain give the same address; the part before the @ stays as typed.
    /// </summary>
    /// <param name="text">The typed text.</param>
    /// <param name="address">The address, or empty.</param>
    /// <param name="problem">What is wrong with it, as a sentence, or empty.</param>
    public static bool TryParse(string? text, out string address, out string problem)
    {
        address = "";
        problem = "Enter an email address, such as name@example.com.";
        if (UserText.Unreadable(text) is { } character)
        {
            problem = $"Remove {character} from the email address.";
            return false;
        }

        if (UserText.CleanKey(text) is not { } clean)
        {
            return false;
        }

        var at = clean.LastIndexOf('@');
        if (at <= 0 || at == clean.Length - 1)
        {
            return false;
        }

        var local = clean[..at];
        if (Encoding.UTF8.GetByteCount(local) > 64)
        {
            problem = "The part before the @ is longer than 64 octets (RFC 5321). Enter a shorter address.";
            return false;
        }

        if (!local.Split('.').All(atom => atom.Length > 0 && atom.EnumerateRunes().All(IsAtomCharacter)))
        {
            problem =
                "The part before the @ may hold letters, digits, single dots between them and any of "
                + AtomSpecials
                + ".";
            return false;
        }

        if (!TryParseDomain(clean[(at + 1)..], out var ascii, out var unicode))
        {
            problem = "The part after the @ is not a domain name. Enter one such as example.com.";
            return false;
        }

        // The mail system uses the ASCII form and the column contains the Unicode form, so both must fit.
        if (Encoding.UTF8.GetByteCount(local) + 1 + ascii.Length > 254 || local.Length + 1 + unicode.Length > 254)
        {
            problem = "The address is longer than 254 octets (RFC 5321). Enter a shorter one.";
            return false;
        }

        (address, problem) = ($"{local}@{unicode}", "");
        return true;
    }

    /// <summary>Returns the address in its stored form, or null if it is invalid.</summary>
    public static string? Clean(string? text) => TryParse(text, out var address, out _) ? address : null;

    /// <summary>Parses an address that has passed validation.</summary>
    /// <exception cref="FormatException">The address is invalid.</exception>
    public static string Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new FormatException(problem);

    private static bool IsAtomCharacter(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || (
            rune.IsAscii
                ? AtomSpecials.Contains((char)rune.Value)
                : Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.NonSpacingMark
                        or UnicodeCategory.SpacingCombiningMark
        );

    private static bool TryParseDomain(string domain, out string ascii, out string unicode)
    {
        (ascii, unicode) = ("", "");
        if (
            domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            && !domain.Contains("--", StringComparison.Ordinal)
        )
        {
            // Nearly all domains need no conversion, which would take longer than everything else here. Two hyphens may
            // indicate a converted label.
            ascii = unicode = domain.ToLowerInvariant();
            return AreLabels(ascii);
        }

        try
        {
            ascii = _idn.GetAscii(domain.ToLowerInvariant());
            unicode = _idn.GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            return false;
        }

        return AreLabels(ascii);
    }

    private static bool AreLabels(string ascii)
    {
        var labels = ascii.Split('.');
        return labels.Length >= 2
            && !labels[^1].All(char.IsAsciiDigit)
            && labels.All(label =>
                label.Length is >= 1 and <= 63
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && label[0] != '-'
                && label[^1] != '-'
            );
    }
}
