using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Queries;

/// <summary>The keys of all users that match, in order of their names: the first 100,000, and in the total how many there are.</summary>
/// <param name="Search">Which users, as in <see cref="ListUsers"/>.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserIds(string? Search = null) : IQuery<Page<string>>
{
    /// <summary>Most keys in one answer.</summary>
    public const int Most = 100_000;
}
