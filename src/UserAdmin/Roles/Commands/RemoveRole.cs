using UserAdmin.Messaging;

namespace UserAdmin.Roles.Commands;

/// <summary>Takes a role from a user; the user's sessions elsewhere end at their next check.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesAssign)]
public sealed record RemoveRole(string UserId, string RoleId) : ICommand;
