using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the users that match a search, sorted, one page at a time.</summary>
/// <param name="Search">The search, in the language of the search box (<see cref="UserSearch"/>); empty for all users
/// who are not deleted. A search with errors is refused.</param>
/// <param name="Sort">What to sort by. If null, a search with words lists the best match first, and any other search
/// sorts by display name.</param>
/// <param name="Descending">Whether to sort in descending order.</param>
/// <param name="PageNumber">From 1; a page past the end is empty. Ignored if there is a
/// <paramref name="Cursor"/>.</param>
/// <param name="PageSize">1 to 1,000.</param>
/// <param name="Cursor"><see cref="UserListing.Next"/> or <see cref="UserListing.Previous"/> of another page of the
/// same list. The list continues from there whatever has changed in the meantime: no row is repeated or skipped unless
/// that row itself has moved. An invalid cursor is ignored.</param>
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
    /// <summary>
    /// The moment whose list is wanted, not in the future; null for now. It needs <see cref="Permissions.AuditRead"/>
    /// as well.
    /// </summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Whether users without a value come last in ascending order and first in descending order, as RFC 7644, section
    /// 3.4.2.3, demands of lists of SCIM; otherwise it is the other way round.
    /// </summary>
    public bool MissingLast { get; init; }

    /// <summary>The maximum number of rows on a page.</summary>
    public const int MostRows = 1_000;

    /// <summary>The maximum number of similar users in <see cref="SearchHints.Similar"/>.</summary>
    public const int MostSimilar = 8;

    /// <summary>
    /// Similar users are looked for if fewer users than this match: somebody who has the right one before them needs no
    /// others.
    /// </summary>
    public const int FewMatches = 5;
}

/// <summary>A page of users.</summary>
/// <param name="Items">The rows, in order.</param>
/// <param name="Total">The exact number of users who match.</param>
/// <param name="Offset">The number of rows before this page.</param>
/// <param name="Next">The cursor of the next page, or null if this is the last one.</param>
/// <param name="Previous">The cursor of the previous page, or null if this is the first one.</param>
public sealed record UserListing(
    IReadOnlyList<UserRow> Items,
    int Total,
    int Offset = 0,
    string? Next = null,
    string? Previous = null
)
{
    /// <summary>
    /// What is near the search without being found by it; null if there is nothing, and on all pages but the first.
    /// </summary>
    public SearchHints? Hints { get; init; }
}

/// <summary>
/// What is near a search for words. Nobody of these is found by the search, so nothing that is done to all who are
/// found is done to them.
/// </summary>
/// <param name="Similar">Users whose names differ from the words by one letter each, the most similar first, at most
/// <see cref="ListUsers.MostSimilar"/>; looked for only if fewer than <see cref="ListUsers.FewMatches"/> match.</param>
/// <param name="Deleted">The number of deleted users who match the search but for their state.</param>
/// <param name="Nobodys">The addresses of a search for addresses that no account has, not even a deleted one.</param>
public sealed record SearchHints(IReadOnlyList<UserRow> Similar, int Deleted, IReadOnlyList<string> Nobodys);

internal sealed class ListUsersHandler(UserLists lists) : IQueryHandler<ListUsers, UserListing>
{
    public Task<Answer<UserListing>> Handle(ListUsers request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<UserListing>(
            request.Search,
            request.At,
            async (search, roles, directory) =>
            {
                var sort = ListOrder.SortOf(request.Sort, search);
                var size = Math.Clamp(request.PageSize, 1, ListUsers.MostRows);
                var offset = (Math.Max(1, request.PageNumber) - 1L) * size;
                var (page, ids, hints) = directory.Read(
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
                            directory.Now,
                            request.MissingLast
                        );
                        var page = SortCursor.Read(request.Cursor) is var (cursor, isBackward)
                            ? paging.From(cursor, isBackward, size)
                            : paging.At((int)Math.Min(offset, int.MaxValue), size);
                        return (
                            page,
                            (IReadOnlyList<string>)[.. page.Places.Select(place => directory.Index.Keys[place])],
                            page.Offset == 0 ? Hints(search, roles, directory, found) : null
                        );
                    }
                );
                return new(
                    await lists.RowsAsync(directory, ids, cancellationToken),
                    page.Total,
                    page.Offset,
                    page.Next?.Text(isBackward: false),
                    page.Previous?.Text(isBackward: true)
                )
                {
                    Hints = hints is var (similar, deleted, nobodys)
                        ? new(await lists.RowsAsync(directory, similar, cancellationToken), deleted, nobodys)
                        : null,
                };
            },
            cancellationToken
        );

    private static (IReadOnlyList<string> Similar, int Deleted, IReadOnlyList<string> Nobodys)? Hints(
        UserSearch search,
        IReadOnlyList<RoleRow> roles,
        UserDirectory directory,
        Found found
    )
    {
        if (search.Words.Count == 0)
        {
            return null;
        }

        var evaluation = new SearchEvaluation(directory.Index, roles, directory.Now);
        IReadOnlyList<string> similar =
            found.Count < ListUsers.FewMatches
                ?
                [
                    .. new SimilarNames(directory.Index, evaluation)
                        .Find(search, found.Match, ListUsers.MostSimilar)
                        .Select(place => directory.Index.Keys[place]),
                ]
                : [];
        var (deleted, nobodys) = (evaluation.CountDeleted(search), evaluation.Nobodys(search));
        return similar.Count > 0 || deleted > 0 || nobodys.Count > 0 ? (similar, deleted, nobodys) : null;
    }
}
