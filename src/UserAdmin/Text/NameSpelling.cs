using System.Buffers;
using System.Globalization;
using System.Text;

namespace UserAdmin.Text;

/// <summary>
/// The forms in which a name is written and typed. People are searched for by what was heard on the telephone, so the
/// same name comes with and without umlauts, apostrophes and hyphens (decision 98).
/// </summary>
internal static class NameSpelling
{
    private const char Apostrophe = '\'';
    private const char Hyphen = '-';

    // ' is what keyboards write; the others come from word processors, from other alphabets, and from people who took
    // an accent for an apostrophe.
    private static readonly SearchValues<char> _apostrophes = SearchValues.Create("`´‘’‛′ʹʻʼʽˈ՚׳＇\uA78C");

    private static readonly SearchValues<char> _written = SearchValues.Create("äöüøđÄÖÜØĐ");

    /// <summary>
    /// Folds a text for searching people: as <see cref="UserText.Fold"/> does, and besides every apostrophe becomes
    /// <c>'</c>, every dash a hyphen, digits of every script become 0 to 9, and letters that two keyboards of one
    /// script write differently become the same (Arabic and Persian ye and kaf, te marbuta and he, katakana and
    /// hiragana). Cyrillic й stays, because it is a letter and not an и with an accent.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant().Replace('`', Apostrophe);
        }

        if (InvisibleCharacters.IsBroken(text))
        {
            // It has no normal form.
            return text.ToLowerInvariant();
        }

        // Before the decomposition, which makes a space and an accent of ´.
        if (text.AsSpan().ContainsAny(_apostrophes))
        {
            text = string.Concat(text.Select(one => _apostrophes.Contains(one) ? Apostrophe : one));
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value == 0x306 && folded.Length > 0 && folded[^1] == 'и')
            {
                folded[^1] = 'й';
            }
            else if (
                category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && !InvisibleCharacters.IsIgnorable(rune.Value)
            )
            {
                Append(folded, Rune.ToLowerInvariant(rune), category);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Returns the folded forms of a text in which letters are written as their languages write them without the
    /// letter: Mueller for Müller, Soeren for Søren, Aasa for Åsa. Empty if that changes nothing.
    /// </summary>
    public static IReadOnlyList<string> WrittenOut(string? text)
    {
        if (string.IsNullOrEmpty(text) || Ascii.IsValid(text) || InvisibleCharacters.IsBroken(text))
        {
            return [];
        }

        var composed = text.Normalize(NormalizationForm.FormC);
        var rings = composed.AsSpan().ContainsAny('å', 'Å');
        var others = composed.AsSpan().ContainsAny(_written);
        return (rings, others) switch
        {
            (false, false) => [],
            // Ångström is written Aangstroem and Angstroem.
            (true, true) => [Fold(WriteOut(composed, withRings: true)), Fold(WriteOut(composed, withRings: false))],
            _ => [Fold(WriteOut(composed, withRings: true))],
        };
    }

    /// <summary>
    /// Returns a folded text without the apostrophes and hyphens between letters: obrien, annalena.
    /// </summary>
    public static string Joined(string folded) => Separated(folded, with: null);

    /// <summary>
    /// Returns a folded text with spaces for the apostrophes and hyphens between letters: o brien, anna lena.
    /// </summary>
    public static string Spaced(string folded) => Separated(folded, with: ' ');

    /// <summary>
    /// Returns the other folded forms under which a name is found, without <see cref="Fold"/> of it; usually none.
    /// </summary>
    public static IEnumerable<string> OthersOf(string? name)
    {
        var folded = Fold(name);
        return WrittenOut(name)
            .Prepend(folded)
            .SelectMany(form => new[] { form, Joined(form) })
            .Distinct()
            .Where(form => form != folded);
    }

    /// <summary>
    /// Returns the folded forms of a word of a search, one of which a text has to contain: the word itself first.
    /// Empty if nothing of the word is left.
    /// </summary>
    public static IReadOnlyList<string> Asked(string word)
    {
        var folded = Fold(word).Trim();
        if (folded.Length == 0)
        {
            return [];
        }

        // In numbers, keys and addresses, a hyphen makes a difference.
        var isName = !folded.Any(one => char.IsAsciiDigit(one) || one == '@');
        return
        [
            .. WrittenOut(word)
                .Select(form => form.Trim())
                .Prepend(folded)
                .SelectMany(form => isName ? [form, Joined(form), Spaced(form), .. Turned(form)] : new[] { form })
                .Distinct(),
        ];
    }

    /// <summary>Returns whether a character of a folded text is an apostrophe or hyphen between two letters.</summary>
    public static bool IsBetweenLetters(string folded, int at) =>
        folded[at] is Apostrophe or Hyphen
        && at > 0
        && at + 1 < folded.Length
        && char.IsLetter(folded[at - 1])
        && char.IsLetter(folded[at + 1]);

    // “schmidt, anna” is Anna Schmidt.
    private static IEnumerable<string> Turned(string form) =>
        form.Split(',', StringSplitOptions.TrimEntries) is [{ Length: > 0 } last, { Length: > 0 } first]
            ? [$"{first} {last}", $"{last} {first}"]
            : [];

    private static string Separated(string folded, char? with)
    {
        if (folded.AsSpan().IndexOfAny(Apostrophe, Hyphen) < 0)
        {
            return folded;
        }

        var text = new StringBuilder(folded.Length);
        for (var at = 0; at < folded.Length; at++)
        {
            _ =
                !IsBetweenLetters(folded, at) ? text.Append(folded[at])
                : with is { } separator ? text.Append(separator)
                : text;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder folded, Rune letter, UnicodeCategory category)
    {
        _ = category switch
        {
            UnicodeCategory.DecimalDigitNumber => folded.Append((char)('0' + (int)Rune.GetNumericValue(letter))),
            UnicodeCategory.DashPunctuation => folded.Append(Hyphen),
            // Katakana, which half of all forms ask for, to hiragana.
            _ when letter.Value is >= 0x30A1 and <= 0x30F6 => folded.Append((char)(letter.Value - 0x60)),
            _ when Plain(letter.Value) is { } plain => folded.Append(plain),
            _ => folded.Append(letter),
        };
    }

    private static string? Plain(int letter) =>
        letter switch
        {
            '\u2212' => "-",
            // Arabic and Persian keyboards: alef wasla, ye, alef maksura, kaf, te marbuta, the forms of he; the stroke
            // that only makes a word longer.
            0x671 => "\u0627",
            0x6CC or 0x649 => "\u064A",
            0x6A9 => "\u0643",
            0x629 or 0x6D5 or 0x6C1 or 0x6BE or 0x6C3 => "\u0647",
            0x640 => "",
            // Forms that a Japanese input method writes for the same family names.
            '髙' => "高",
            '﨑' => "崎",
            0x20BB7 => "吉",
            _ => UserText.Plain(letter),
        };

    private static string WriteOut(string text, bool withRings)
    {
        var written = new StringBuilder(text.Length + 4);
        foreach (var letter in text)
        {
            _ = char.ToLowerInvariant(letter) switch
            {
                'ä' => written.Append("ae"),
                'ö' or 'ø' => written.Append("oe"),
                'ü' => written.Append("ue"),
                'å' when withRings => written.Append("aa"),
                'đ' => written.Append("dj"),
                _ => written.Append(letter),
            };
        }

        return written.ToString();
    }
}
