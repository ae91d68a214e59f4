using System.Globalization;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Suggests filters for words that are typed as a text but are the value of one, as sales may be. The words stay a text
/// until somebody takes the suggestion. Call it under the index's read lock.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="fields">The fields that can be searched by.</param>
/// <param name="among">The users whose values are counted.</param>
internal sealed class WordFilters(UserIndex index, UserFieldSet fields, BitSet among)
{
    private const int Shortest = 3;
    private const int MostWords = 3;
    private const int Most = 4;

    /// <summary>Suggests how to go on after a word: names of filters, and filters by a value.</summary>
    /// <param name="text">The text in the search box.</param>
    /// <param name="typed">The word at the caret, which is no filter.</param>
    public SearchSuggestions Suggest(string text, TypedTerm typed)
    {
        // The value may have several words: help desk.
        foreach (var start in Starts(text, typed))
        {
            if (Values(text[start..(typed.Start + typed.Length)]) is { Count: > 0 } values)
            {
                return new(start, typed.Start + typed.Length - start, values);
            }
        }

        return new(
            typed.Start,
            typed.Length,
            [.. typed.Names(fields).Concat(Values(typed.Text)).Take(SuggestSearch.Most)]
        );
    }

    /// <summary>
    /// Returns where up to three words that end at the caret begin, the longest first, without the last.
    /// </summary>
    private static List<int> Starts(string text, TypedTerm typed)
    {
        var starts = new List<int>();
        for (var at = typed.Start; at > 0 && starts.Count < MostWords - 1; )
        {
            var end = at;
            while (end > 0 && text[end - 1] == ' ')
            {
                end--;
            }

            at = end;
            while (at > 0 && text[at - 1] != ' ')
            {
                at--;
            }

            // Only words can be part of a value: no filters, no text in quotation marks.
            if (end == at || !text[at..end].All(one => char.IsLetterOrDigit(one) || one == '-') || text[at] == '-')
            {
                break;
            }

            starts.Add(at);
        }

        starts.Reverse();
        return starts;
    }

    private List<SearchSuggestion> Values(string words)
    {
        var folded = NameSpelling.Fold(words).Trim();
        if (folded.Length < Shortest)
        {
            return [];
        }

        return
        [
            .. fields
                .Filters.Where(field => field != SearchFields.Permission)
                .SelectMany(field => Values(field, folded))
                .OrderBy(one => one.Rank)
                .ThenByDescending(one => one.Count)
                .Take(Most)
                .Select(one => new SearchSuggestion(
                    $"{SearchTerm.Of(one.Field, one.Value)} ",
                    $"{one.Field.Title}: {one.Value}",
                    one.Count switch
                    {
                        null => "Filter",
                        1 => "1 user",
                        { } count => $"{count.ToString("N0", CultureInfo.InvariantCulture)} users",
                    }
                )
                {
                    IsForWord = true,
                }),
        ];
    }

    private IEnumerable<(SearchField Field, string Value, int Rank, int? Count)> Values(
        SearchField field,
        string folded
    )
    {
        var values = field.Kind switch
        {
            SearchKind.Choice => field
                .Choices.Where(choice => choice != SearchFields.AnyState)
                .Select(choice => (choice, (int?)null)),
            SearchKind.Moment when field.KnowsNever => [(SearchFields.Never, null)],
            SearchKind.Value
                when field.Choices.Count == 0 && index.Of(field).MayHave(value => RankOf(value, folded) < 3) =>
                new FacetCounts(index, roles: [], now: default)
                    .Values(field, among)
                    .Where(value => value.Value.Length > 0)
                    .Select(value => (value.Value, (int?)value.Count)),
            _ => Enumerable.Empty<(string, int?)>(),
        };
        return values
            .Select(value => (field, value.Item1, Rank: RankOf(NameSpelling.Fold(value.Item1), folded), value.Item2))
            .Where(value => value.Rank < 3);
    }

    /// <summary>
    /// Returns 0 if the words are the value, 1 if the value begins with them, 2 if one of its words does, otherwise 3.
    /// </summary>
    private static int RankOf(string value, string folded) =>
        value == folded ? 0
        : value.StartsWith(folded, StringComparison.Ordinal) ? 1
        : value.Contains($" {folded}", StringComparison.Ordinal) ? 2
        : 3;
}
