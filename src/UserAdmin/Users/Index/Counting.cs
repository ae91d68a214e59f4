using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>Counts how many users each value of each filter would leave, while nothing changes.</summary>
internal sealed class Counting(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private readonly Finding _finding = new(index, roles, now);

    public UserFacets Count(UserSearch search, Found found)
    {
        // Looked for once, whatever the filters.
        var words = search.Terms.Any(term => term.Field is null) ? _finding.FindWords(search) : index.All;
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
        var column = _finding.ColumnOf(field);
        var (counts, sums) = (column.Count(among), new Dictionary<string, int>());
        for (var code = 0; code < counts.Length; code++)
        {
            foreach (
                var part in counts[code] == 0
                    ? []
                    : Parts(field, column.Values[code].Value).DefaultIfEmpty(SearchFields.None)
            )
            {
                sums[part] = sums.GetValueOrDefault(part) + counts[code];
            }
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

    private IEnumerable<string> Parts(SearchField field, string value) =>
        field == SearchFields.Permission
            ? Finding
                .Parts(value)
                .SelectMany(name =>
                    Permissions.WithIncluded(roles.FirstOrDefault(role => role.Name == name)?.PermissionNames ?? [])
                )
                .Distinct()
        : field == SearchFields.Role || field == SearchFields.Login ? Finding.Parts(value)
        : value.Length > 0 ? [value]
        : [];

    /// <summary>
    /// Whom the values of a filter are counted among. Its own ticks do not narrow it, else nobody could tick a second
    /// one; and the deleted are counted as such, asked for or not.
    /// </summary>
    private BitSet Among(SearchField field, UserSearch search, BitSet words, Found found)
    {
        if (field == SearchFields.State)
        {
            var others = search
                .Terms.Where(term => term.Field != SearchFields.State || term.IsNegated)
                .Append(SearchTerm.Of(SearchFields.State, SearchFields.AnyState));
            return _finding.Filter(search with { Terms = [.. others] }).And(words);
        }

        return search.Terms.Any(term => IsTick(term, field))
            ? _finding.Filter(search with { Terms = [.. search.Terms.Where(term => !IsTick(term, field))] }).And(words)
            : found.Match;
    }

    private UserFacet Facet(SearchField field, UserSearch search, BitSet among)
    {
        List<(string Value, int Count)> values =
            field == SearchFields.State
                ?
                [
                    .. Enum.GetValues<UserState>()
                        .Select(state => (Word(state), _finding.InState(state).CountAnd(among))),
                ]
            : field.Kind == SearchKind.YesNo ? YesNo(_finding.IsTrue(field), among)
            : [.. Values(field, among)];
        var ticked = search.Terms.Where(term => IsTick(term, field)).SelectMany(term => term.Values).ToList();
        // A ticked one that finds nobody must be there all the same, to be taken away.
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

    private static string Word(UserState state) => state.ToString().ToLowerInvariant();

    private static List<(string Value, int Count)> YesNo(BitSet yes, BitSet among)
    {
        var count = among.CountAnd(yes);
        return [("yes", count), ("no", among.Count() - count)];
    }
}
