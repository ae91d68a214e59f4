using UserAdmin.Roles;
using UserAdmin.Text;
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
    // The orders in which the words of a short search are looked for as one whole field.
    private const int MostTurned = 4;

    private readonly SearchMoment _moment = new(now, roles);
    private readonly SearchWords _words = new(index.Texts);

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
        if (!AsksForState(search))
        {
            match.AndNot(index.States.Deleted);
        }

        return Filter(search, match);
    }

    /// <summary>Returns the users that match the words of a search, regardless of its filters.</summary>
    public BitSet FindWords(UserSearch search) => FindWords(search, index.All.Clone(), isRanked: false).Match;

    /// <summary>
    /// Counts the deleted users that a search for words would find if it did not leave them out; 0 if the search has no
    /// words or says which states it wants.
    /// </summary>
    public int CountDeleted(UserSearch search) =>
        search.Words.Count == 0 || search.Terms.Any(term => term.Field == SearchFields.State)
            ? 0
            : FindWords(search, Filter(search, index.States.Deleted.Clone()), isRanked: false).Count;

    /// <summary>Returns the addresses of a search that no account has, not even a deleted one.</summary>
    public IReadOnlyList<string> Nobodys(UserSearch search)
    {
        if (search.Addresses.Count == 0)
        {
            return [];
        }

        var owned = new bool[search.Addresses.Count];
        _words.WithAddress(search.Addresses, index.All, owned);
        return [.. search.Addresses.Where((_, at) => !owned[at])];
    }

    /// <summary>Returns the users that match one word of a search, among given ones.</summary>
    /// <param name="word">The word as typed.</param>
    /// <param name="among">The users to search.</param>
    /// <param name="begins">Receives the users in whose texts a word begins with it; null if this is not
    /// needed.</param>
    public BitSet FindWord(string word, BitSet among, BitSet? begins = null) =>
        _words.Anywhere(word, among, begins).Or(WithKey(NameSpelling.Fold(word), among, begins));

    private static bool AsksForState(UserSearch search) =>
        search.Terms.Any(term => term.Field == SearchFields.State && !term.IsNegated);

    private BitSet Filter(UserSearch search, BitSet match)
    {
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

    private Found FindWords(UserSearch search, BitSet match, bool isRanked)
    {
        BitSet? begins = null;
        // An address is looked for as a whole, so whoever has it is a best match.
        foreach (var term in search.Terms.Where(term => term.IsAddresses))
        {
            match = _words.WithAddress(term.Values, match);
            begins = isRanked ? match.Clone() : null;
        }

        var words = search
            .Terms.Where(term => term is { Field: null, IsNegated: false, IsAddresses: false })
            .Select(term => term.Values[0])
            .Where(word => NameSpelling.Asked(word).Count > 0)
            .ToList();
        // The longest word is usually the rarest, so the other words then have to be looked for in few texts only.
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            var begin = isRanked ? new BitSet() : null;
            match = FindWord(word, match, begin);
            begins = begin is null ? null : begins?.And(begin) ?? begin;
        }

        foreach (
            var word in search
                .Terms.Where(term => term is { Field: null, IsNegated: true })
                .Select(term => term.Values[0])
                .Where(word => NameSpelling.Asked(word).Count > 0)
        )
        {
            match.AndNot(FindWord(word, match));
        }

        begins?.And(match);
        return begins is null ? new Found(match)
            : words.Count == 0 ? new Found(match, begins, begins)
            : new Found(match, begins, FindWhole(words, begins));
    }

    /// <summary>
    /// Returns the users among <paramref name="among"/> who have a field that equals the words, in their order or with
    /// the last ones first: “Schmidt, Anna” is Anna Schmidt.
    /// </summary>
    private BitSet FindWhole(List<string> words, BitSet among) =>
        Turned(words)
            .SelectMany(NameSpelling.Asked)
            .Distinct()
            .Select(text => index.Texts.FindWhole(text, among))
            .Aggregate((one, other) => one.Or(other));

    /// <summary>Returns the texts that words make, begun with each of them in turn.</summary>
    internal static IEnumerable<string> Turned(IReadOnlyList<string> words) =>
        words.Count > MostTurned
            ? [string.Join(' ', words)]
            : Enumerable
                .Range(0, words.Count)
                .Select(first => string.Join(' ', words.Skip(first).Concat(words.Take(first))));

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
