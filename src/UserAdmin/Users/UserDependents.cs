using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Users;

/// <summary>Removes a user's sessions, links, claims and the like where no foreign key does.</summary>
internal sealed class UserDependents(WriteContext context) : IUserBelongings
{
    public Task LeaveBehindAsync(string userId, CancellationToken cancellationToken) =>
        DependentRows.DeleteAsync(context, typeof(User), userId, cancellationToken);
}
