using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>In which order, and in which parts, a list comes.</summary>
internal static class Listing
{
    /// <summary>What a list is sorted by when nobody says: best match first where words are searched for.</summary>
    public static UserSort SortOf(UserSort? asked, UserSearch search) =>
        asked is { } sort && Enum.IsDefined(sort) ? sort
        : search.Words.Count > 0 ? UserSort.Best
        : UserSort.DisplayName;

    /// <summary>The order to walk along: parts that are told apart by a bit come by name.</summary>
    public static UserSort Walk(UserSort sort) =>
        sort
            is UserSort.Best
                or UserSort.State
                or UserSort.EmailConfirmed
                or UserSort.HasPassword
                or UserSort.TwoFactorEnabled
            ? UserSort.DisplayName
            : sort;

    /// <summary>Cuts the pages of a list.</summary>
    public static Paging Of(
        UserIndex index,
        Found found,
        UserSort sort,
        bool descending,
        SortOrder order,
        DateTimeOffset now
    )
    {
        List<BitSet> parts = sort switch
        {
            UserSort.Best when found is { Begins: { } begins, Whole: { } whole } =>
            [
                whole,
                begins.Clone().AndNot(whole),
                found.Match.Clone().AndNot(begins),
            ],
            UserSort.State => [.. States(index, now).Select(state => state.And(found.Match))],
            UserSort.EmailConfirmed => Halves(index.Confirmed, found.Match),
            UserSort.HasPassword => Halves(index.Password, found.Match),
            UserSort.TwoFactorEnabled => Halves(index.TwoFactor, found.Match),
            _ => [found.Match],
        };
        if (descending && sort != UserSort.Best)
        {
            parts.Reverse();
        }

        return new Paging(parts, order, descending && sort != UserSort.Best);
    }

    private static IEnumerable<BitSet> States(UserIndex index, DateTimeOffset now)
    {
        var finding = new Finding(index, [], now);
        return Enum.GetValues<UserState>().Select(finding.InState);
    }

    private static List<BitSet> Halves(BitSet yes, BitSet match) => [match.Clone().AndNot(yes), match.Clone().And(yes)];
}
