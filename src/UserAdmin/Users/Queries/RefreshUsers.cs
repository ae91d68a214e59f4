using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// The current state of a page of users that somebody is viewing: the same rows in the same places, and how many
/// users are new.
/// </summary>
/// <param name="Search">Which users the list shows, as in <see cref="ListUsers"/>.</param>
/// <param name="UserIds">The rows of the page, in their order; at most 1,000.</param>
/// <param name="LoadedAt">When the page was loaded.</param>
[Permission(Permissions.UsersRead)]
public sealed record RefreshUsers(string? Search, IReadOnlyList<string> UserIds, DateTimeOffset LoadedAt)
    : IQuery<UserListingNews>;

/// <summary>What has become of a page of users.</summary>
/// <param name="Items">Those rows of the page that are still there, in its order.</param>
/// <param name="NoLongerMatching">Keys of those that the search no longer finds.</param>
/// <param name="Total">How many match now, exactly.</param>
/// <param name="NewCount">How many that match were created since the page was loaded.</param>
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
