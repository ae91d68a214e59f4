using System.Text;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Works out whom a search finds, while nothing changes. The naive program of SearchProperties says the same in other
/// words.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="roles">All roles, for what they allow.</param>
/// <param name="now">The moment to judge by.</param>
internal sealed class Finding(UserIndex index, IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    private BitSet? _locked;

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
            match.AndNot(index.Deleted);
        }

        foreach (var term in search.Filters)
        {
            var fits = term
                .Values.Select(value => Fits(term.Field!, term.Operator, value, match))
                .Aggregate((one, other) => one.Or(other));
            _ = term.IsNegated ? match.AndNot(fits) : match.And(fits);
        }

        return match;
    }

    /// <summary>Those whom the words of a search find, whatever its filters say.</summary>
    public BitSet FindWords(UserSearch search) => FindWords(search, index.All.Clone(), isRanked: false).Match;

    /// <summary>Those who are in a state.</summary>
    public BitSet InState(UserState state) =>
        state switch
        {
            UserState.Deleted => index.Deleted.Clone(),
            UserState.Disabled => index.Disabled.Clone().AndNot(index.Deleted),
            UserState.Locked => Open().And(LockedNow),
            UserState.Invited => Open().AndNot(LockedNow).And(index.Invited),
            _ => Open().AndNot(LockedNow).AndNot(index.Invited),
        };

    /// <summary>Those of whom a yes-or-no filter is true. Not to be changed.</summary>
    public BitSet IsTrue(SearchField field) =>
        field == SearchFields.TwoFactor ? index.TwoFactor
        : field == SearchFields.Passkey ? index.Passkey
        : field == SearchFields.Confirmed ? index.Confirmed
        : field == SearchFields.Password ? index.Password
        : LockedNow;

    private BitSet LockedNow => _locked ??= index.EverLocked.Where(place => index.LockedUntil[place] > now);

    // The same order of precedence as UserRow.StateAt.
    private BitSet Open() => index.All.Clone().AndNot(index.Deleted).AndNot(index.Disabled);

    /// <summary>Those of some users whom one value of a filter fits.</summary>
    private BitSet Fits(SearchField field, SearchOperator comparison, string value, BitSet among) =>
        field.Kind switch
        {
            SearchKind.Choice => SearchValues.Choice(field, value) is SearchFields.AnyState
                ? index.All.Clone()
                : InState(Enum.Parse<UserState>(SearchValues.Choice(field, value)!, ignoreCase: true)),
            SearchKind.YesNo => SearchValues.Choice(field, value) == "yes"
                ? IsTrue(field).Clone()
                : index.All.Clone().AndNot(IsTrue(field)),
            SearchKind.Moment => SearchValues.Range(field, comparison, value, now) is var (from, to)
                ? MomentOf(field).Within(from, to, among)
                : MomentOf(field).Never(among),
            SearchKind.Value => HasValue(field, UserText.ValueKey(value), among),
            _ => HasText(field, UserTexts.Folded(value), value == SearchFields.None, among),
        };

    private MomentColumn MomentOf(SearchField field) =>
        field == SearchFields.Created ? index.Created
        : field == SearchFields.SignedIn ? index.SignedIn
        : field == SearchFields.Changed ? index.Changed
        : index.Expires;

    private BitSet HasValue(SearchField field, string key, BitSet among)
    {
        var isNone = key == SearchFields.None;
        if (field == SearchFields.Permission)
        {
            var allowing = roles
                .Where(role =>
                    isNone ? role.Permissions.Length > 0 : Permissions.WithIncluded(role.PermissionNames).Contains(key)
                )
                .Select(role => UserText.ValueKey(role.Name))
                .ToHashSet();
            return index.Roles.Where(value => Parts(value.Key).Any(allowing.Contains) != isNone, among);
        }

        return isNone || !(field == SearchFields.Role || field == SearchFields.Login)
            ? ColumnOf(field).Where(value => value.Key == key, among)
            : ColumnOf(field).Where(value => Parts(value.Key).Contains(key), among);
    }

    /// <summary>The column that a filter by value looks at.</summary>
    public CodeColumn ColumnOf(SearchField field) =>
        field == SearchFields.Role || field == SearchFields.Permission ? index.Roles
        : field == SearchFields.Login ? index.Logins
        : field == SearchFields.Department ? index.Departments
        : field == SearchFields.Locale ? index.Locales
        : field == SearchFields.JobTitle ? index.JobTitles
        : index.TimeZones;

    /// <summary>The names in a value that holds several.</summary>
    public static string[] Parts(string value) => value.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private BitSet HasText(SearchField field, string folded, bool isNone, BitSet among)
    {
        var column =
            field == SearchFields.GivenName ? index.GivenNames
            : field == SearchFields.FamilyName ? index.FamilyNames
            : null;
        if (column is not null)
        {
            return column.Where(
                value => isNone ? value.Folded.Length == 0 : value.Folded.Contains(folded, StringComparison.Ordinal),
                among
            );
        }

        var place =
            field == SearchFields.Name ? UserTexts.Name
            : field == SearchFields.UserName ? UserTexts.UserName
            : field == SearchFields.Email ? UserTexts.Email
            : field == SearchFields.Phone ? UserTexts.Phone
            : UserTexts.ExternalId;
        return isNone ? among.Where(user => index.Texts.Field(user, place).IsEmpty)
            : folded.Length == 0 ? among.Clone()
            : index.Texts.Find(Encoding.UTF8.GetBytes(folded), among, place);
    }

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
