using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>Determines the order and the parts of a list.</summary>
internal static class ListOrder
{
    /// <summary>
    /// Returns the sort of a list. Without a requested sort, a search with words lists the best match first, and any
    /// other search sorts by display name.
    /// </summary>
    public static UserSort SortOf(UserSort? asked, UserSearch search) =>
        asked ?? (search.Words.Count > 0 ? UserSort.Best : UserFields.DisplayName.Sort);

    /// <summary>Returns the paging of a list.</summary>
    public static Paging Of(
        UserIndex index,
        Found found,
        UserSort sort,
        bool descending,
        SortOrder order,
        DateTimeOffset now,
        bool missingLast = false
    )
    {
        IReadOnlyList<BitSet> parts =
            sort != UserSort.Best ? index.Of(sort).Parts(found.Match, now)
            : found is { Begins: { } begins, Whole: { } whole }
                ? [whole, begins.Clone().AndNot(whole), found.Match.Clone().AndNot(begins)]
            : [found.Match];
        if (missingLast && parts is [var all] && sort != UserSort.Best)
        {
            var missing = order.WithoutValue();
            parts = [all.Clone().AndNot(missing), all.Clone().And(missing)];
        }

        var isReversed = descending && sort != UserSort.Best;
        return new Paging(isReversed ? [.. parts.Reverse()] : parts, order, isReversed);
    }
}
