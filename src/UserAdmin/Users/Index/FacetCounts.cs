using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>Counts, under the index's read lock, how many users each value of each filter would leave.</summary>
internal sealed class FacetCounts(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private readonly SearchEvaluation _evaluation = new(index, roles, now);
    private readonly SearchMoment _moment = new(now, roles);

    public UserFacets Count(UserSearch search, Found found)
    {
        // Looked for once, whatever the filters.
        var words = search.Terms.Any(term => term.Field is null) ? _evaluation.FindWords(search) : index.All;
        return new(
            found.Count,
            [
                .. SearchFields
                    .All.Where(field => field.IsFacet)
                    .Select(field => Facet(field, search, Among(field, search, words, found))),
            ]
        );
    }

    /// <summary>
    /// How many of some users have each value, the most frequent first; those without one under
    /// <see cref="SearchFields.None"/>. What a search takes for the same value is one value here, in its most frequent
    /// spelling.
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
    /// Returns the users among whom the values of a filter are counted. The filter's own ticks do not narrow them,
    /// so that a second value can be ticked, and deleted users are always counted in their own state.
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
        // A ticked value that finds nobody must still be listed, so that it can be unticked.
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
