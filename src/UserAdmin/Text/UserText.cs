using System.Globalization;
using System.Text;

namespace UserAdmin.Text;

/// <summary>Cleans text that people type about people in the same way everywhere.</summary>
internal static class UserText
{
    /// <summary>
    /// Returns the stored form: without meaningless invisible characters, with single spaces, trimmed, in normalisation
    /// form C; null if nothing is left. The text must be <see cref="IsReadable"/>.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        for (var clean = text; ; text = clean)
        {
            // Removing a character can let its neighbours combine, and combining can create characters to remove.
            clean = InvisibleCharacters.Without(text.Normalize(NormalizationForm.FormC)).Trim();
            if (clean == text)
            {
                return clean.Length == 0 ? null : clean;
            }
        }
    }

    /// <summary>
    /// Like <see cref="Clean"/>, for text of plain letters, digits and signs. Full-width forms from East Asian
    /// keyboards are converted: ａ＠ｂ becomes a@b.
    /// </summary>
    public static string? CleanKey(string? text) => Clean(text) is { } clean ? Clean(FoldWidth(clean)) : null;

    /// <summary>
    /// Like <see cref="CleanKey"/>, for numbers and codes: digits of every script become 0 to 9, and every dash becomes
    /// a hyphen.
    /// </summary>
    public static string? CleanNumber(string? text) => CleanKey(text) is { } clean ? PlainDigits(clean) : null;

    /// <summary>
    /// Returns the name of the first character that can deceive a reader or break the display and that cleaning does
    /// not remove, or null if there is none.
    /// </summary>
    public static string? Unreadable(string? text)
    {
        if (string.IsNullOrEmpty(text) || InvisibleCharacters.Harmful(text) is not { } harmful)
        {
            return null;
        }

        // Cleaning removes a line feed at the end, for example. Broken text cannot be normalised.
        return InvisibleCharacters.IsBroken(text) ? harmful
            : Clean(text) is { } clean ? InvisibleCharacters.Harmful(clean)
            : null;
    }

    /// <summary>Returns whether the text can be cleaned and stored; see <see cref="Unreadable"/>.</summary>
    public static bool IsReadable(string? text) => Unreadable(text) is null;

    /// <summary>Returns whether the text can be stored without cleaning.</summary>
    public static bool IsSafe(string? text) => text is null || InvisibleCharacters.Harmful(text) is null;

    /// <summary>
    /// Converts full-width letters, digits and signs to their plain forms, and half-width ones to their full forms
    /// (Unicode block U+FF00).
    /// </summary>
    public static string FoldWidth(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uFF00', '\uFFEF') < 0)
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var rest = text.AsSpan(at);
            var end = rest.IndexOfAnyExceptInRange('\uFF00', '\uFFEF');
            var run = end < 0 ? rest : rest[..end];
            folded.Append(run.ToString().Normalize(NormalizationForm.FormKC));
            at += run.Length;
            var next = text.AsSpan(at).IndexOfAnyInRange('\uFF00', '\uFFEF');
            next = next < 0 ? text.Length - at : next;
            folded.Append(text, at, next);
            at += next;
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Converts digits of every script to 0 to 9 and every dash to a hyphen. The length stays the same.
    /// </summary>
    public static string PlainDigits(string text) =>
        Ascii.IsValid(text)
            ? text
            : string.Concat(
                text.Select(character =>
                    char.IsDigit(character) && CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit
                        ? (char)('0' + digit)
                    : character is '\u2212' || char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation
                        ? '-'
                    : character
                )
            );

    /// <summary>Returns whether the text contains a visible character.</summary>
    public static bool IsVisible(string text) =>
        text.EnumerateRunes()
            .Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune));

    /// <summary>
    /// Folds text for searching and sorting: lower case, compatibility forms resolved, accents and invisible characters
    /// removed, and letters that Unicode does not decompose replaced by those people type instead: ø by o, ł by l, ß by
    /// ss.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        if (InvisibleCharacters.IsBroken(text))
        {
            // It has no normal form. People search for it, and programs other than this one store it.
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && !InvisibleCharacters.IsIgnorable(rune.Value)
            )
            {
                var lower = Rune.ToLowerInvariant(rune);
                _ = Plain(lower.Value) is { } plain ? folded.Append(plain) : folded.Append(lower);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Returns a key that is equal for two values that count as the same department, role, login and so on. It ignores
    /// case, width and invisible characters. Accents, vowel signs and voicing marks make a different value (Japanese ガス
    /// is gas, カス is scrap).
    /// </summary>
    public static string ValueKey(string text) =>
        InvisibleCharacters.IsBroken(text) ? text : CleanKey(text)?.ToLowerInvariant() ?? "";

    /// <summary>
    /// Returns what people type instead of a letter that Unicode does not decompose, or null if it stays.
    /// </summary>
    public static string? Plain(int letter) =>
        letter switch
        {
            'ø' => "o",
            'ł' => "l",
            'đ' or 'ð' => "d",
            'ı' => "i",
            'ħ' => "h",
            'ŧ' => "t",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ς' => "σ",
            _ => null,
        };
}
