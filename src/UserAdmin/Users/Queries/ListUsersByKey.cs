using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Gets the rows of users by their keys, in the order of the keys; users who are gone are left out.
/// </summary>
/// <param name="UserIds">The keys; only the first 1,000 are used.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUsersByKey(IReadOnlyList<string> UserIds) : IQuery<IReadOnlyList<UserRow>>
{
    /// <summary>The moment whose rows are wanted, as in <see cref="ListUsers.At"/>; null for now.</summary>
    public DateTimeOffset? At { get; init; }
}

internal sealed class ListUsersByKeyHandler(UserLists lists) : IQueryHandler<ListUsersByKey, IReadOnlyList<UserRow>>
{
    public async Task<Answer<IReadOnlyList<UserRow>>> Handle(
        ListUsersByKey request,
        CancellationToken cancellationToken
    )
    {
        if (lists.RefusalOf(request.At) is { } refusal)
        {
            return new() { Refusal = refusal };
        }

        var ids =
            request.UserIds.Count <= ListUsers.MostRows
                ? request.UserIds
                : [.. request.UserIds.Take(ListUsers.MostRows)];
        // A reader that goes through all rows requests each row only once, so these rows must not evict the cached rows
        // of pages.
        return new()
        {
            Value = await lists.RowsAsync(
                await lists.DirectoryAsync(request.At, cancellationToken),
                ids,
                cancellationToken,
                keep: false
            ),
        };
    }
}
