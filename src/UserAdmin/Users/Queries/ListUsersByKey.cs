using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Gets the current rows of users by their keys, in the order of the keys; users who are gone are left out.
/// </summary>
/// <param name="UserIds">The keys; only the first 1,000 are used.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUsersByKey(IReadOnlyList<string> UserIds) : IQuery<IReadOnlyList<UserRow>>;

internal sealed class ListUsersByKeyHandler(UserLists lists, UserDirectories inUse)
    : IQueryHandler<ListUsersByKey, IReadOnlyList<UserRow>>
{
    public async Task<Answer<IReadOnlyList<UserRow>>> Handle(
        ListUsersByKey request,
        CancellationToken cancellationToken
    )
    {
        var ids =
            request.UserIds.Count <= ListUsers.MostRows
                ? request.UserIds
                : [.. request.UserIds.Take(ListUsers.MostRows)];
        // A reader that goes through all rows requests each row only once, so these rows must not evict the cached rows
        // of pages.
        return new()
        {
            Value = await lists.RowsAsync(
                await inUse.UsersAsync(cancellationToken),
                ids,
                cancellationToken,
                keep: false
            ),
        };
    }
}
