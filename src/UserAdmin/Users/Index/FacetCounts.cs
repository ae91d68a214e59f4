using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Counts how many users would remain for each value of each filter. Call it under the index's read lock.
/// </summary>
internal sealed class FacetCounts(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private readonly SearchEvaluation _evaluation = new(index, roles, now);
    private readonly SearchMoment _moment = new(now, roles);

    public UserFacets Count(UserSearch search, Found found)
    {
        // The words are searched for only once, because the result is the same for every filter.
        var words = search.Terms.Any(term => term.Field is null) ? _evaluation.FindWords(search) : index.All;
        return new(
            found.Count,
            [
                .. index
                    .Fields.Filters.Where(field => field.IsFacet)
                    .Select(field => Facet(field, search, Among(field, search, words, found))),
            ]
        );
    }

    /// <summary>
    /// Counts the users among <paramref name="among"/> who have each value, the most frequent value first. Users
    /// without a value are counted under <see cref="SearchFields.None"/>. Spellings that a search treats as equal are
    /// counted as one value, shown in the most frequent spelling.
    /// </summary>
    public IEnumerable<(string Value, int Count)> Values(SearchField field, BitSet among)
    {
        var sums = new Dictionary<string, int>();
        foreach (var (value, count) in index.Of(field).Values(among, _moment))
        {
            sums[value] = sums.GetValueOrDefault(value) + count;
        }

        return sums.OrderByDescending(sum => sum.Value)
            .ThenBy(sum => sum.Key, StringComparer.Ordinal)
            .GroupBy(
                sum => UserText.ValueKey(sum.Key),
                (_, spellings) => (spellings.First().Key, Count: spellings.Sum(sum => sum.Value))
            )
            .OrderByDescending(value => value.Count)
            .ThenBy(value => value.Key, StringComparer.Ordinal);
    }

    /// <summary>
    /// Returns the users to count for a filter. The ticked values of the filter itself are ignored, so that a second
    /// value can be ticked. Deleted users are always included for the state filter.
    /// </summary>
    private BitSet Among(SearchField field, UserSearch search, BitSet words, Found found)
    {
        if (field == SearchFields.State)
        {
            var others = search
                .Terms.Where(term => term.Field != SearchFields.State || term.IsNegated)
                .Append(SearchTerm.Of(SearchFields.State, SearchFields.AnyState));
            return _evaluation.Filter(search with { Terms = [.. others] }).And(words);
        }

        return search.Terms.Any(term => IsTick(term, field))
            ? _evaluation
                .Filter(search with { Terms = [.. search.Terms.Where(term => !IsTick(term, field))] })
                .And(words)
            : found.Match;
    }

    private UserFacet Facet(SearchField field, UserSearch search, BitSet among)
    {
        // Fixed choices come in their own order.
        List<(string Value, int Count)> values =
        [
            .. field.Kind == SearchKind.Value ? Values(field, among) : index.Of(field).Values(among, _moment),
        ];
        var ticked = search.Terms.Where(term => IsTick(term, field)).SelectMany(term => term.Values).ToList();
        // A ticked value that matches nobody must still be listed, so that it can be unticked.
        var lost =
            field.Kind == SearchKind.Value
                ? ticked
                    .Where(value => !values.Exists(other => SearchText.Same(other.Value, value)))
                    .Select(value => (value, 0))
                : [];
        var shown = values.Where(
            (value, i) => i < GetUserFacets.MostValues || ticked.Exists(other => SearchText.Same(other, value.Value))
        );
        return new(
            field.Key,
            [
                .. shown
                    .Concat(lost)
                    .Select(value => new FacetValue(value.Item1, value.Item2, search.IsTicked(field, value.Item1))),
            ],
            values.Count
        );
    }

    private static bool IsTick(SearchTerm term, SearchField field) =>
        term.Field == field && term is { Operator: SearchOperator.Is, IsNegated: false };
}
