using UserAdmin.Messaging;
using UserAdmin.Roles.Commands;

namespace UserAdmin.Roles;

/// <summary>Refusals that concern roles.</summary>
public static class RoleErrors
{
    /// <summary>No role has this id.</summary>
    public static Error NotFound { get; } = new("roles.not-found", "There is no such role. It may have been removed.", nameof(AssignRole.RoleId));

    /// <summary>Another role has the name, in whatever case.</summary>
    public static Error NameTaken { get; } = new("roles.name-taken", "Another role already has this name. Choose another one.", nameof(CreateRole.Name));

    /// <summary>The key of the new role is taken.</summary>
    public static Error IdTaken { get; } = new("roles.id-taken", "A role with this id already exists. Send the command again with a new id.", nameof(CreateRole.RoleId));

    /// <summary>Nobody gives or takes what they do not hold.</summary>
    public static Error GrantsMore { get; } =
        new("roles.grants-more", "This role allows more than you may do yourself, so you cannot give or take it. Ask an administrator.", nameof(AssignRole.RoleId));
}
