using System.Text;
using UserAdmin.Roles;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Evaluates searches; call it under the index's read lock. The tests in SearchProperties compare it with a naive
/// implementation.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="roles">All roles, for filters by permission.</param>
/// <param name="now">The time to evaluate with.</param>
internal sealed class SearchEvaluation(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private readonly SearchMoment _moment = new(now, roles);

    /// <summary>Returns the result of a search.</summary>
    public Found Find(UserSearch search)
    {
        var match = Filter(search);
        return search.Words.Count == 0 && search.Terms.All(term => term.Field is not null)
            ? new Found(match)
            : FindWords(search, match, isRanked: true);
    }

    /// <summary>Returns the users that match the filters of a search, regardless of its words.</summary>
    public BitSet Filter(UserSearch search)
    {
        var match = index.All.Clone();
        // Deleted users are included only if the search asks for them.
        if (!search.Terms.Any(term => term.Field == SearchFields.State && !term.IsNegated))
        {
            match.AndNot(index.States.Deleted);
        }

        foreach (var term in search.Filters)
        {
            var field = index.Of(term.Field!);
            var fits = term
                .Values.Select(value => field.Where(new(term.Field!, term.Operator, value, _moment), match))
                .Aggregate((one, other) => one.Or(other));
            _ = term.IsNegated ? match.AndNot(fits) : match.And(fits);
        }

        return match;
    }

    /// <summary>Returns the users that match the words of a search, regardless of its filters.</summary>
    public BitSet FindWords(UserSearch search) => FindWords(search, index.All.Clone(), isRanked: false).Match;

    private Found FindWords(UserSearch search, BitSet match, bool isRanked)
    {
        BitSet? begins = null;
        var words = search.Words.Select(UserTexts.Folded).Where(word => word.Length > 0).ToList();
        // The longest word is usually the rarest, so the other words then have to be looked for in few texts only.
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            var begin = isRanked ? new BitSet() : null;
            match = index
                .Texts.Find(Encoding.UTF8.GetBytes(word), match, begins: begin)
                .Or(WithKey(word, match, begin));
            begins = begin is null ? null : begins?.And(begin) ?? begin;
        }

        foreach (
            var word in search
                .Terms.Where(term => term is { Field: null, IsNegated: true })
                .Select(term => UserTexts.Folded(term.Values[0]))
                .Where(word => word.Length > 0)
        )
        {
            match.AndNot(index.Texts.Find(Encoding.UTF8.GetBytes(word), match).Or(WithKey(word, match, begins: null)));
        }

        begins?.And(match);
        return begins is null
            ? new Found(match)
            : new Found(match, begins, index.Texts.FindWhole(string.Join(' ', words), begins));
    }

    /// <summary>Finds a user by key, so that a key copied from a page's URL can be searched for.</summary>
    private BitSet WithKey(string word, BitSet among, BitSet? begins)
    {
        var found = new BitSet();
        if (index.Keys.Find(word) is var place and >= 0 && among[place])
        {
            found[place] = true;
            _ = begins is not null && (begins[place] = true);
        }

        return found;
    }
}
