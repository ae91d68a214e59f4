using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Queries;

/// <summary>How many users each of some searches finds.</summary>
/// <param name="Searches">The searches, as in <see cref="ListUsers"/>; at most 100.</param>
[Permission(Permissions.UsersRead)]
public sealed record CountUsers(IReadOnlyList<string> Searches) : IQuery<UserCounts>;

/// <summary>How many users some searches find.</summary>
/// <param name="Counts">In the order asked; null for a search with errors.</param>
public sealed record UserCounts(IReadOnlyList<int?> Counts);
