using UserAdmin.Messaging;

namespace UserAdmin.Roles.Commands;

/// <summary>Gives a role to a user. Nobody gives more than they hold themselves.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesAssign)]
public sealed record AssignRole(string UserId, string RoleId) : ICommand;
