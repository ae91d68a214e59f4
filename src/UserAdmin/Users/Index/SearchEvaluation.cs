using System.Text;
using UserAdmin.Roles;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Works out whom a search finds, while nothing changes. The naive program of SearchProperties says the same in other
/// words.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="roles">All roles, for what they allow.</param>
/// <param name="now">The moment to judge by.</param>
internal sealed class SearchEvaluation(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private readonly SearchMoment _moment = new(now, roles);

    /// <summary>Everybody whom a search finds.</summary>
    public Found Find(UserSearch search)
    {
        var match = Filter(search);
        return search.Words.Count == 0 && search.Terms.All(term => term.Field is not null)
            ? new Found(match)
            : FindWords(search, match, isRanked: true);
    }

    /// <summary>Those whom the filters of a search leave, whatever its words say.</summary>
    public BitSet Filter(UserSearch search)
    {
        var match = index.All.Clone();
        // The deleted ones are there only for who asks for them.
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

    /// <summary>Those whom the words of a search find, whatever its filters say.</summary>
    public BitSet FindWords(UserSearch search) => FindWords(search, index.All.Clone(), isRanked: false).Match;

    private Found FindWords(UserSearch search, BitSet match, bool isRanked)
    {
        BitSet? begins = null;
        var words = search.Words.Select(UserTexts.Folded).Where(word => word.Length > 0).ToList();
        // The longest is the rarest, mostly: the others are then looked for in few texts.
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

    /// <summary>Who copies a key from an address finds the person.</summary>
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
