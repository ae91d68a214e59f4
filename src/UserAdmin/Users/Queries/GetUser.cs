using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Queries;

/// <summary>One user; the answer is null when there is none.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUser(string UserId) : IQuery<UserRow>;
