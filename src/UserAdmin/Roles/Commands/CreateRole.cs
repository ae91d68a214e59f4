using UserAdmin.Messaging;

namespace UserAdmin.Roles.Commands;

/// <summary>Creates a role.</summary>
/// <param name="RoleId">Key of the new role, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Name">Unique name, 1 to 100 characters, no commas.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="RolePermissions">What it allows: names from <see cref="Permissions"/>, none that the actor lacks.</param>
[Permission(Permissions.RolesManage)]
public sealed record CreateRole(string RoleId, string Name, string? Description, IReadOnlyList<string> RolePermissions) : ICommand;
