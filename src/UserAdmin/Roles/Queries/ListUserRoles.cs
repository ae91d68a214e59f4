using UserAdmin.Messaging;

namespace UserAdmin.Roles.Queries;

/// <summary>The roles of one user, by name, with who gave them and when.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserRoles(string UserId) : IQuery<Page<UserRoleRow>>;
