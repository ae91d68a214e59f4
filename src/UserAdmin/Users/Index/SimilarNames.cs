using System.Text;
using UserAdmin.Text;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Finds users whose names differ from the words of a search by one letter: one missing, one too many, another one, or
/// two swapped. They are no result of the search; they are shown beside it, so that nothing is done to them unseen.
/// Call it under the index's read lock.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="evaluation">Evaluates the rest of the search.</param>
internal sealed class SimilarNames(UserIndex index, SearchEvaluation evaluation)
{
    /// <summary>In shorter words, one letter is too much of the word.</summary>
    public const int Shortest = 4;

    // Of so many words of names that are like a word, there are people to choose from.
    private const int MostWords = 24;

    // The first so many are put in order. More of them would not help anybody.
    private const int MostCandidates = 400;

    // Longer names are compared up to here.
    private const int LongestName = 128;

    /// <summary>
    /// Returns the places of similar users who do not match the search themselves, the most similar first.
    /// </summary>
    /// <param name="search">A search without errors.</param>
    /// <param name="match">The users who match the search.</param>
    /// <param name="most">The maximum number of places.</param>
    public IReadOnlyList<int> Find(UserSearch search, BitSet match, int most)
    {
        var words = search
            .Terms.Where(term => term is { Field: null, IsNegated: false, IsAddresses: false })
            .Select(term => term.Values[0])
            .Where(word => NameSpelling.Asked(word).Count > 0)
            .ToList();
        var folded = words
            .Select(word => NameSpelling.Joined(NameSpelling.Fold(word).Trim()))
            .Where(IsComparable)
            .ToList();
        if (folded.Count == 0)
        {
            return [];
        }

        // Everything but the compared words has to match as ever.
        var rest = search with
        {
            Terms =
            [
                .. search.Terms.Where(term =>
                    term.Field is not null
                    || term.IsNegated
                    || term.IsAddresses
                    || !IsComparable(NameSpelling.Joined(NameSpelling.Fold(term.Values[0]).Trim()))
                ),
            ],
        };
        var among = evaluation.Find(rest).Match.Clone().AndNot(match);
        return
        [
            .. Candidates(folded, among)
                .OrderBy(one => one.Others)
                .ThenBy(one => one.Name, StringComparer.Ordinal)
                .Take(most)
                .Select(one => one.Place),
        ];
    }

    private static bool IsComparable(string word) =>
        word.Length is >= Shortest and <= LongestName && word.All(char.IsLetter);

    /// <summary>
    /// Returns whether two words are equal but for one letter that is missing, too many or another one, or two that are
    /// swapped.
    /// </summary>
    internal static bool IsNear(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length > other.Length)
        {
            return IsNear(other, one);
        }

        if (other.Length - one.Length > 1)
        {
            return false;
        }

        var same = one.CommonPrefixLength(other);
        if (same == one.Length)
        {
            return true;
        }

        return other.Length > one.Length
            ? one[same..].SequenceEqual(other[(same + 1)..])
            : one[(same + 1)..].SequenceEqual(other[(same + 1)..])
                || (
                    same + 1 < one.Length
                    && one[same] == other[same + 1]
                    && one[same + 1] == other[same]
                    && one[(same + 2)..].SequenceEqual(other[(same + 2)..])
                );
    }

    private List<(int Place, int Others, string Name)> Candidates(List<string> words, BitSet among)
    {
        var longest = words.MaxBy(word => word.Length)!;
        List<byte[]> near =
        [
            .. index
                .NameWords.All()
                .Where(other => IsNear(longest, other))
                .OrderBy(other => other[0] == longest[0] ? 0 : 1)
                .ThenBy(other => other, StringComparer.Ordinal)
                .Take(MostWords)
                .Select(other => Encoding.UTF8.GetBytes(other)),
        ];
        var found = new Dictionary<int, (int, int, string)>();
        var letters = new char[LongestName];
        index.Texts.FindAny(
            near,
            among,
            (place, _, _) =>
            {
                if (!found.ContainsKey(place) && Compare(words, index.Texts[place], letters) is { } others)
                {
                    var name = Encoding.UTF8.GetString(index.Texts.Field(place, UserTexts.Name));
                    found[place] = (place, others, name);
                }

                return found.Count < MostCandidates ? false : null;
            }
        );
        return [.. found.Values];
    }

    /// <summary>
    /// Returns in how many words the first letter differs, which callers get right more often; null if a word is like
    /// none of the name.
    /// </summary>
    private static int? Compare(List<string> words, ReadOnlySpan<byte> text, char[] letters)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        var rest = text[1..];
        var name = rest[..rest.IndexOf(TextBlock.Separator)];
        // The last text is another spelling of the name, if there is one.
        var last = text[..^1];
        last = last[(last.LastIndexOf(TextBlock.Separator) + 1)..];
        var others = 0;
        foreach (var word in words)
        {
            var begin = Begin(word, name, letters) ?? (last.Contains((byte)'@') ? null : Begin(word, last, letters));
            if (begin is not { } letter)
            {
                return null;
            }

            others += letter == word[0] ? 0 : 1;
        }

        return others;
    }

    /// <summary>Returns the first letter of the word of a name that is like a word; null if there is none.</summary>
    private static char? Begin(string word, ReadOnlySpan<byte> name, char[] letters)
    {
        var count = Encoding.UTF8.GetChars(name[..Math.Min(name.Length, LongestName)], letters);
        var text = letters.AsSpan(0, count);
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            if (at - start >= Shortest - 1 && IsNear(word, text[start..at]))
            {
                return text[start];
            }
        }

        return null;
    }
}
