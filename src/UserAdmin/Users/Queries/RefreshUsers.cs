using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Gets the current state of a page of users that somebody is viewing: the same rows in the same order, and the number
/// of new users.
/// </summary>
/// <param name="Search">The search of the list, as in <see cref="ListUsers"/>.</param>
/// <param name="UserIds">The keys of the rows on the page, in order; only the first 1,000 are used.</param>
/// <param name="LoadedAt">When the page was loaded.</param>
[Permission(Permissions.UsersRead)]
public sealed record RefreshUsers(string? Search, IReadOnlyList<string> UserIds, DateTimeOffset LoadedAt)
    : IQuery<UserListingNews>;

/// <summary>The current state of a page of users.</summary>
/// <param name="Items">The rows of the page that still exist, in the order of the page.</param>
/// <param name="NoLongerMatching">Keys of the rows that the search no longer finds.</param>
/// <param name="Total">The exact number of users who match now.</param>
/// <param name="NewCount">How many users who match were created after the page was loaded.</param>
public sealed record UserListingNews(
    IReadOnlyList<UserRow> Items,
    IReadOnlySet<string> NoLongerMatching,
    int Total,
    int NewCount
);

internal sealed class RefreshUsersHandler(UserLists lists) : IQueryHandler<RefreshUsers, UserListingNews>
{
    public Task<Answer<UserListingNews>> Handle(RefreshUsers request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<UserListingNews>(
            request.Search,
            async (search, roles, directory) =>
            {
                var ids =
                    request.UserIds.Count <= ListUsers.MostRows
                        ? request.UserIds
                        : [.. request.UserIds.Take(ListUsers.MostRows)];
                var (total, news, lost) = directory.Read(
                    search,
                    roles,
                    sort: null,
                    (found, _) =>
                        (
                            found.Count,
                            directory.Index.CountCreatedAfter(request.LoadedAt, found.Match),
                            ids.Where(id =>
                                    directory.Index.Keys.Find(id) is var place && (place < 0 || !found.Match[place])
                                )
                                .ToHashSet()
                        )
                );
                return new(await lists.RowsAsync(directory, ids, cancellationToken), lost, total, news);
            },
            cancellationToken
        );
}
