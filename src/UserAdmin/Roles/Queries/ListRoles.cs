using UserAdmin.Messaging;

namespace UserAdmin.Roles.Queries;

/// <summary>All roles, by name.</summary>
[Permission(Permissions.RolesRead)]
public sealed record ListRoles : IQuery<Page<RoleRow>>;
