using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>Users by their keys, as they are now, in the order asked; those that are gone are left out.</summary>
/// <param name="UserIds">The keys; those after the first 1,000 are not looked at.</param>
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
        // A reader of all rows never asks for one twice, so these rows must not evict those that pages show.
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
