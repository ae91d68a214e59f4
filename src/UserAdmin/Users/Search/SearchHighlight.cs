using System.Globalization;
using System.Text;
using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>A part of a text that matches a word of the search.</summary>
/// <param name="Start">The index of its first character.</param>
/// <param name="Length">The number of characters, at least 1.</param>
public readonly record struct SearchMatch(int Start, int Length);

/// <summary>Finds the words of a search in a text, ignoring case and accents as the search does.</summary>
public static class SearchHighlight
{
    /// <summary>Finds the words in a text.</summary>
    /// <param name="text">The text as it is displayed.</param>
    /// <param name="words">The words as they were typed.</param>
    /// <returns>The parts in order; no two of them overlap or touch. Each consists of whole text elements, so that no
    /// accent is cut off its letter.</returns>
    public static IReadOnlyList<SearchMatch> Find(string text, IReadOnlyList<string> words)
    {
        if (text.Length == 0 || words.Count == 0)
        {
            return [];
        }

        var isMarked = new bool[text.Length];
        var asked = words.SelectMany(word => Asked(word)).Distinct().ToList();
        foreach (var (folded, starts) in Forms(text))
        {
            foreach (var word in asked)
            {
                Mark(text, folded, starts, word, isMarked);
            }
        }

        foreach (var number in words.Select(PhoneSearch.Of).OfType<PhoneSearch>())
        {
            var (digits, starts) = Digits(text);
            if (number.Whole.Contains(digits))
            {
                Mark(text, digits, starts, digits, isMarked);
            }

            Mark(text, digits, starts, number.Contained, isMarked);
        }

        return Runs(isMarked);
    }

    /// <summary>Returns the forms of a word that are looked for; each of them can be in a text.</summary>
    internal static IEnumerable<string> Asked(string word)
    {
        var forms = NameSpelling.Asked(word);
        return forms.Count > 0 && IsPartable(forms[0])
            ? forms.Concat(Enumerable.Range(1, forms[0].Length - 1).Select(at => $"{forms[0][..at]} {forms[0][at..]}"))
            : forms;
    }

    /// <summary>Returns whether a word of a search may stand for two words of a name: annalena for Anna Lena.</summary>
    /// <param name="folded">The folded word.</param>
    internal static bool IsPartable(string folded) => folded.Length is >= 5 and <= 24 && folded.All(char.IsLetter);

    private static void Mark(string text, string folded, List<int>? starts, string word, bool[] isMarked)
    {
        for (
            var at = folded.IndexOf(word, StringComparison.Ordinal);
            at >= 0;
            at = folded.IndexOf(word, at + 1, StringComparison.Ordinal)
        )
        {
            var from = starts?[at] ?? at;
            var to = starts is null ? at + word.Length : End(text, starts[at + word.Length - 1]);
            Array.Fill(isMarked, true, from, to - from);
        }
    }

    /// <summary>
    /// Returns the folded forms of a text and, for each of their characters, the start of the original text element in
    /// the text; null if the positions are the same in both.
    /// </summary>
    private static IEnumerable<(string Folded, List<int>? Starts)> Forms(string text)
    {
        if (Ascii.IsValid(text))
        {
            var plain = NameSpelling.Fold(text);
            return plain.AsSpan().IndexOfAny('\'', '-') < 0
                ? [(plain, null)]
                : [(plain, null), Joined(plain, [.. Enumerable.Range(0, plain.Length)])];
        }

        var folded = Fold(text, NameSpelling.Fold);
        List<(string Folded, List<int> Starts)> forms = [folded];
        if (NameSpelling.WrittenOut(text).Count > 0)
        {
            forms.Add(Fold(text, element => NameSpelling.WrittenOut(element) is [var first, ..] ? first : Of(element)));
            forms.Add(
                Fold(
                    text,
                    element =>
                        NameSpelling.WrittenOut(element) is [var first, ..] && first != "aa" ? first : Of(element)
                )
            );
        }

        return forms
            .SelectMany(form => new (string, List<int>)[] { form, Joined(form.Folded, form.Starts) })
            .DistinctBy(form => form.Item1)
            .Select(form => (form.Item1, (List<int>?)form.Item2));

        static string Of(string element) => NameSpelling.Fold(element);
    }

    // Folding can turn several characters into one (a letter and its accent) or one into several (ﬁ becomes fi), so the
    // text is folded element by element to keep track of the positions.
    private static (string Folded, List<int> Starts) Fold(string text, Func<string, string> fold)
    {
        var folded = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            folded.Append(fold(text.Substring(at, length)));
            while (starts.Count < folded.Length)
            {
                starts.Add(at);
            }

            at += length;
        }

        return (folded.ToString(), starts);
    }

    private static (string Folded, List<int> Starts) Joined(string folded, List<int> starts)
    {
        List<int> kept =
        [
            .. Enumerable.Range(0, folded.Length).Where(at => !NameSpelling.IsBetweenLetters(folded, at)),
        ];
        return (string.Concat(kept.Select(at => folded[at])), [.. kept.Select(at => starts[at])]);
    }

    private static (string Digits, List<int> Starts) Digits(string text)
    {
        var plain = UserText.PlainDigits(text);
        var home =
            plain.StartsWith('+') || plain.StartsWith("00", StringComparison.Ordinal)
                ? plain.IndexOf("(0)", StringComparison.Ordinal)
                : -1;
        List<int> at =
        [
            .. Enumerable
                .Range(0, plain.Length)
                .Where(place => char.IsAsciiDigit(plain[place]) && (home < 0 || place != home + 1)),
        ];
        return (string.Concat(at.Select(place => plain[place])), at);
    }

    private static int End(string text, int start) => start + StringInfo.GetNextTextElementLength(text.AsSpan(start));

    private static List<SearchMatch> Runs(bool[] isMarked)
    {
        var runs = new List<SearchMatch>();
        for (var at = 0; at < isMarked.Length; at++)
        {
            var start = at;
            while (at < isMarked.Length && isMarked[at])
            {
                at++;
            }

            if (at > start)
            {
                runs.Add(new(start, at - start));
            }
        }

        return runs;
    }
}
