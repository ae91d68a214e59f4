using System.Globalization;
using UserAdmin.Text;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users.Search;

/// <summary>The term of a search that is being typed at the caret.</summary>
/// <param name="Start">The start of the part that a suggestion replaces.</param>
/// <param name="Length">The number of characters that a suggestion replaces.</param>
/// <param name="Field">The filter whose value is being typed; null if a word or the name of a filter is being
/// typed.</param>
/// <param name="Text">The text typed so far, without the sign.</param>
/// <param name="Sign">The sign before the term: a dash, or empty.</param>
internal sealed record TypedTerm(int Start, int Length, SearchField? Field, string Text, string Sign)
{
    private static readonly string[] _spans = ["today", "7d", "30d", "90d", "1y"];

    /// <summary>Finds the term at the caret.</summary>
    public static TypedTerm At(string text, int caret, ISearchLanguage fields)
    {
        text = SearchText.Plain(text);
        caret = Math.Clamp(caret, 0, Math.Min(text.Length, UserSearch.LongestPaste));
        var (start, value, isQuoted) = (0, -1, false);
        for (var i = 0; i < caret; i++)
        {
            if (SearchText.IsQuote(text[i]))
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && char.IsWhiteSpace(text[i]))
            {
                (start, value) = (i + 1, -1);
            }
            else if (!isQuoted && (text[i] is ':' or '<' or '>' or '=' || (text[i] == ',' && value >= 0)))
            {
                value = i + 1;
            }
        }

        var sign = start < caret && text[start] == '-' ? "-" : "";
        if (value > 0 && NameOf(text[(start + sign.Length)..value]) is { } name && fields.FindFilter(name) is { } field)
        {
            return new(
                value,
                caret - value,
                field,
                string.Concat(text[value..caret].Where(character => !SearchText.IsQuote(character))),
                sign
            );
        }

        return new(start, caret - start, null, text[(start + sign.Length)..caret], sign);
    }

    /// <summary>Returns the filters that have a name beginning with the typed text.</summary>
    public IReadOnlyList<SearchSuggestion> Names(ISearchLanguage fields) =>
        [
            .. fields
                .Filters.Where(field =>
                    field
                        .Aliases.Prepend(field.Key)
                        // “x-last-name” is found by “last-name”, too.
                        .Any(name =>
                            name.StartsWith(Text, StringComparison.OrdinalIgnoreCase)
                            || name.StartsWith($"x-{Text}", StringComparison.OrdinalIgnoreCase)
                        )
                )
                .OrderBy(field => field.Key.StartsWith(Text, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
                .Take(SuggestSearch.Most)
                .Select(field => new SearchSuggestion($"{Sign}{field.Key}:", $"{Sign}{field.Key}:", field.Meaning)),
        ];

    /// <summary>Returns the values that contain the typed text; those that begin with it come first.</summary>
    public IReadOnlyList<SearchSuggestion> Values(IEnumerable<(string Value, int Count)> values)
    {
        var folded = NameSpelling.Fold(Text.Trim());
        return
        [
            .. values
                .Select(value =>
                    (
                        value.Value,
                        value.Count,
                        At: NameSpelling.Fold(Label(value.Value)).IndexOf(folded, StringComparison.Ordinal)
                    )
                )
                .Where(value => value.At >= 0)
                .OrderBy(value => value.At == 0 ? 0 : 1)
                .Take(SuggestSearch.Most)
                .Select(value => new SearchSuggestion(
                    SearchText.Written(Field!, value.Value) + " ",
                    Label(value.Value),
                    value.Count == 1 ? "1 user" : value.Count.ToString("N0", CultureInfo.InvariantCulture) + " users"
                )),
        ];
    }

    /// <summary>Returns the matching choices of a filter, or spans of time for a filter by time.</summary>
    public IReadOnlyList<SearchSuggestion> Choices()
    {
        IEnumerable<string> choices =
            Field!.Kind != SearchKind.Moment ? Field.Choices
            : Field.KnowsNever ? _spans.Append(SearchFields.Never)
            : _spans;
        return
        [
            .. choices
                .Where(choice => choice.StartsWith(Text.Trim(), StringComparison.OrdinalIgnoreCase))
                .Select(choice => new SearchSuggestion(choice + " ", choice, "")),
        ];
    }

    private static string Label(string value) => value.Length == 0 ? SearchFields.NoneWord : value;

    private static string NameOf(string text) => text[..text.IndexOfAny([':', '<', '>', '='])];
}
