using System.Globalization;
using System.Text;

namespace UserAdmin.Text;

/// <summary>What people type about people: cleaned the same way everywhere.</summary>
internal static class UserText
{
    /// <summary>
    /// As it is stored: without invisible characters that mean nothing, blanks as single spaces, trimmed, in
    /// normalisation form C; null when nothing is left. The text has to be <see cref="IsReadable"/>.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        for (var clean = text; ; text = clean)
        {
            // What is taken out can let its neighbours become one character, and the other way round.
            clean = InvisibleCharacters.Without(text.Normalize(NormalizationForm.FormC)).Trim();
            if (clean == text)
            {
                return clean.Length == 0 ? null : clean;
            }
        }
    }

    /// <summary>
    /// The same for what is made of plain letters, digits and signs, as keyboards in East Asia write them too: ａ＠ｂ is
    /// a@b.
    /// </summary>
    public static string? CleanKey(string? text) => Clean(text) is { } clean ? Clean(FoldWidth(clean)) : null;

    /// <summary>
    /// The same for numbers and codes: digits of every script are digits, and every dash is a hyphen.
    /// </summary>
    public static string? CleanNumber(string? text) => CleanKey(text) is { } clean ? PlainDigits(clean) : null;

    /// <summary>
    /// Why a text is refused although it is cleaned first: the name of the first character in it that can deceive or
    /// break what shows it. Null when it is fine.
    /// </summary>
    public static string? Unreadable(string? text)
    {
        if (string.IsNullOrEmpty(text) || InvisibleCharacters.Harmful(text) is not { } harmful)
        {
            return null;
        }

        // A line feed at the end, say, is taken off. What is broken cannot even be normalised.
        return InvisibleCharacters.IsBroken(text) ? harmful
            : Clean(text) is { } clean ? InvisibleCharacters.Harmful(clean)
            : null;
    }

    /// <summary>Whether it can be cleaned and stored; see <see cref="Unreadable"/>.</summary>
    public static bool IsReadable(string? text) => Unreadable(text) is null;

    /// <summary>Whether it can be stored just as it is, uncleaned.</summary>
    public static bool IsSafe(string? text) => text is null || InvisibleCharacters.Harmful(text) is null;

    /// <summary>
    /// The plain forms of full-width letters, digits and signs, and the full forms of half-width ones (Unicode block
    /// U+FF00).
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

    /// <summary>Digits of every script as 0 to 9, and every dash as a hyphen. As many characters as before.</summary>
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

    /// <summary>Whether a person can see anything of it.</summary>
    public static bool IsVisible(string text) =>
        text.EnumerateRunes()
            .Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune));

    /// <summary>
    /// Folded for searching and sorting: lower case, compatibility forms resolved, accents and invisible characters
    /// dropped, and the letters that Unicode does not take apart written as people type them who do not have them: ø as
    /// o, ł as l, ß as ss.
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
    /// What two values have in common that count as the same department, role, login and so on: all but case, width and
    /// what cannot be seen. Accents, vowel signs and voicing marks make another value (Japanese ガス is gas, カス is
    /// scrap).
    /// </summary>
    public static string ValueKey(string text) =>
        InvisibleCharacters.IsBroken(text) ? text : CleanKey(text)?.ToLowerInvariant() ?? "";

    private static string? Plain(int letter) =>
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
