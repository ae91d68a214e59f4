using System.Collections.Frozen;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Users.List;

/// <summary>
/// A page of users that is updated without moving rows: every row stays in its place until the page is loaded again.
/// </summary>
/// <param name="Listing">The current rows in their original places, and the current total.</param>
/// <param name="Gone">Rows that no longer match the list, with the reason.</param>
/// <param name="NewCount">The number of users that were added to the list since, because they were created or changed;
/// never more than there are.</param>
public sealed record FollowedListing(UserListing Listing, IReadOnlyDictionary<string, string> Gone, int NewCount)
{
    private int _loadedTotal;

    /// <summary>A page as it was loaded.</summary>
    /// <param name="listing">The page.</param>
    public static FollowedListing Of(UserListing listing) =>
        new(listing, FrozenDictionary<string, string>.Empty, 0) { _loadedTotal = listing.Total };

    /// <summary>The keys of its rows, in order.</summary>
    public IReadOnlyList<string> UserIds => [.. Listing.Items.Select(row => row.Id)];

    /// <summary>Returns the page with the changes applied; the same object if there are none.</summary>
    /// <param name="news">The changes.</param>
    public FollowedListing With(UserListingNews news)
    {
        var now = news.Items.ToDictionary(row => row.Id);
        // The same list object while no row has changed, so that the table need not render.
        var isSame = Listing.Items.All(row =>
            now.TryGetValue(row.Id, out var found) ? ReferenceEquals(found, row) : Gone.ContainsKey(row.Id)
        );
        var items = isSame ? Listing.Items : [.. Listing.Items.Select(row => now.GetValueOrDefault(row.Id, row))];
        var gone = items
            .Where(row => !now.ContainsKey(row.Id) || news.NoLongerMatching.Contains(row.Id))
            .ToDictionary(
                row => row.Id,
                row =>
                    now.ContainsKey(row.Id) && row.DeletedAt is null ? Marked("no longer matches") : Marked("deleted")
            );
        var isGoneSame = gone.Count == Gone.Count && gone.All(pair => Gone.GetValueOrDefault(pair.Key) == pair.Value);
        // There are more rows than remained of the old ones, so some now match because they were changed. Rows that
        // left other pages hide an equal number, so the real count may be higher.
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
