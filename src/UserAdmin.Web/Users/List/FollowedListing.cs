using System.Collections.Frozen;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Users.List;

/// <summary>
/// A page of users that somebody is reading, followed without moving it: every row stays in its place until the page is
/// loaded anew.
/// </summary>
/// <param name="Listing">The rows as they are now, in the places they had, and how many there are in all now.</param>
/// <param name="Gone">Rows that do not belong to the list any more, with the word why.</param>
/// <param name="NewCount">How many have come to the list since, created or changed so that they match; no more than
/// there are.</param>
public sealed record FollowedListing(UserListing Listing, IReadOnlyDictionary<string, string> Gone, int NewCount)
{
    private int _loadedTotal;

    /// <summary>A page as it was loaded.</summary>
    /// <param name="listing">The page.</param>
    public static FollowedListing Of(UserListing listing) =>
        new(listing, FrozenDictionary<string, string>.Empty, 0) { _loadedTotal = listing.Total };

    /// <summary>Keys of its rows, in order.</summary>
    public IReadOnlyList<string> UserIds => [.. Listing.Items.Select(row => row.Id)];

    /// <summary>The page with what has become of it; itself when that is nothing.</summary>
    /// <param name="news">What has become of it.</param>
    public FollowedListing With(UserListingNews news)
    {
        var now = news.Items.ToDictionary(row => row.Id);
        // The same list while no row is another one: what shows it then has nothing to do.
        var isSame = Listing.Items.All(row =>
            now.TryGetValue(row.Id, out var found) ? ReferenceEquals(found, row) : Gone.ContainsKey(row.Id)
        );
        var items = isSame ? Listing.Items : [.. Listing.Items.Select(row => now.GetValueOrDefault(row.Id, row))];
        var gone = items
            .Where(row => !now.ContainsKey(row.Id) || news.NoLongerMatching.Contains(row.Id))
            .ToDictionary(
                row => row.Id,
                row => now.ContainsKey(row.Id) && row.DeletedAt is null ? "no longer matches" : "deleted"
            );
        var isGoneSame = gone.Count == Gone.Count && gone.All(pair => Gone.GetValueOrDefault(pair.Key) == pair.Value);
        // More than were left of those there were: some have come by being changed. Others that went from other pages
        // hide as many, so it may be more.
        var newCount = Math.Max(news.NewCount, news.Total - (_loadedTotal - gone.Count));
        return isSame && isGoneSame && news.Total == Listing.Total && newCount == NewCount
            ? this
            : this with
            {
                Listing = Listing with { Items = items, Total = news.Total },
                Gone = isGoneSame ? Gone : gone,
                NewCount = newCount,
            };
    }
}
