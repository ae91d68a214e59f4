using System.Globalization;
using System.Text;
using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>A part of a text that was searched for.</summary>
/// <param name="Start">Where it begins, in characters.</param>
/// <param name="Length">How many characters it takes, at least 1.</param>
public readonly record struct SearchMatch(int Start, int Length);

/// <summary>
/// Where a text holds the words that were searched for, case and accents ignored as the search ignores them.
/// </summary>
public static class SearchHighlight
{
    /// <summary>Finds the words in a text.</summary>
    /// <param name="text">The text as people read it.</param>
    /// <param name="words">The words as they were typed.</param>
    /// <returns>The parts in order, none touching another. Each is made of whole characters as people see them: no
    /// accent is cut off its letter.</returns>
    public static IReadOnlyList<SearchMatch> Find(string text, IReadOnlyList<string> words)
    {
        if (text.Length == 0 || words.Count == 0)
        {
            return [];
        }

        var (folded, starts) = Fold(text);
        var isMarked = new bool[text.Length];
        foreach (var word in words.Select(word => UserText.Fold(word).Trim()).Where(word => word.Length > 0))
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

        return Runs(isMarked);
    }

    /// <summary>
    /// The text folded, and for each character of that where its element begins in the text; null when they are the
    /// same places.
    /// </summary>
    private static (string Folded, List<int>? Starts) Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return (UserText.Fold(text), null);
        }

        // Folding makes one character of several (an accent and its letter) and several of one (ß stays, ﬁ becomes fi):
        // element by element the places are kept.
        var folded = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            folded.Append(UserText.Fold(text.Substring(at, length)));
            while (starts.Count < folded.Length)
            {
                starts.Add(at);
            }

            at += length;
        }

        return (folded.ToString(), starts);
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
