using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>A page of users, found and sorted.</summary>
/// <param name="Search">Which users, in the language of the search box (<see cref="UserSearch"/>); empty for all who
/// are not deleted. One with errors is refused.</param>
/// <param name="Sort">What to sort by; null for the best match first where words are searched for, and the display name
/// otherwise.</param>
/// <param name="Descending">From the end.</param>
/// <param name="PageNumber">From 1; a page past the end is empty. Not looked at when there is a
/// <paramref name="Cursor"/>.</param>
/// <param name="PageSize">1 to 1,000.</param>
/// <param name="Cursor">
/// <see cref="UserListing.Next"/> or <see cref="UserListing.Previous"/> of another page of the same list: goes on from
/// there whatever has changed meanwhile, so
/// that no row is shown twice and none is left out that did not itself move. An invalid cursor is ignored.
/// </param>
[Permission(Permissions.UsersRead)]
public sealed record ListUsers(
    string? Search = null,
    UserSort? Sort = null,
    bool Descending = false,
    int PageNumber = 1,
    int PageSize = 50,
    string? Cursor = null
) : IQuery<UserListing>
{
    /// <summary>Most rows on a page.</summary>
    public const int MostRows = 1_000;
}

/// <summary>A page of users.</summary>
/// <param name="Items">The rows, in order.</param>
/// <param name="Total">How many match, exactly.</param>
/// <param name="Offset">How many come before this page.</param>
/// <param name="Next">Where the next page goes on, or null at the end.</param>
/// <param name="Previous">Where the page before ends, or null at the beginning.</param>
public sealed record UserListing(
    IReadOnlyList<UserRow> Items,
    int Total,
    int Offset = 0,
    string? Next = null,
    string? Previous = null
);

internal sealed class ListUsersHandler(UserLists lists, TimeProvider time) : IQueryHandler<ListUsers, UserListing>
{
    public Task<Answer<UserListing>> Handle(ListUsers request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<UserListing>(
            request.Search,
            async (search, roles, directory) =>
            {
                var sort = ListOrder.SortOf(request.Sort, search);
                var size = Math.Clamp(request.PageSize, 1, ListUsers.MostRows);
                var offset = (Math.Max(1, request.PageNumber) - 1L) * size;
                var (page, ids) = directory.Read(
                    search,
                    roles,
                    sort,
                    (found, order) =>
                    {
                        var paging = ListOrder.Of(
                            directory.Index,
                            found,
                            sort,
                            request.Descending,
                            order!,
                            time.GetUtcNow()
                        );
                        var page = SortCursor.Read(request.Cursor) is var (cursor, isBackward)
                            ? paging.From(cursor, isBackward, size)
                            : paging.At((int)Math.Min(offset, int.MaxValue), size);
                        return (
                            page,
                            (IReadOnlyList<string>)[.. page.Places.Select(place => directory.Index.Keys[place])]
                        );
                    }
                );
                return new(
                    await lists.RowsAsync(directory, ids, cancellationToken),
                    page.Total,
                    page.Offset,
                    page.Next?.Text(isBackward: false),
                    page.Previous?.Text(isBackward: true)
                );
            },
            cancellationToken
        );
}
