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
    /// Returns the folded text and, for each of its characters, the start of the original text element in the text;
    /// null if the positions are the same in both.
    /// </summary>
    private static (string Folded, List<int>? Starts) Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return (UserText.Fold(text), null);
        }

        // Folding can turn several characters into one (a letter and its accent) or one into several (ﬁ becomes fi), so
        // the text is folded element by element to keep track of the positions.
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
