using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Roles.Commands;

namespace UserAdmin.Roles;

/// <summary>Refusals that concern roles.</summary>
public static class RoleErrors
{
    /// <summary>No role has this id.</summary>
    public static Error NotFound { get; } =
        new("roles.not-found", "There is no such role. It may have been removed.", nameof(UpdateRole.RoleId));

    /// <summary>Another role has the name; upper and lower case do not matter.</summary>
    public static Error NameTaken { get; } =
        new("roles.name-taken", "Another role already has this name. Choose another one.", nameof(CreateRole.Name));

    /// <summary>The key of the new role is taken.</summary>
    public static Error IdTaken { get; } =
        new(
            "roles.id-taken",
            "A role with this id already exists. Send the command again with a new id.",
            nameof(CreateRole.RoleId)
        );

    /// <summary>Nobody may assign, remove or change a role with permissions that they do not hold.</summary>
    public static Error GrantsMore { get; } =
        new(
            "roles.grants-more",
            "This role allows more than you may do yourself, so you cannot give, take or change it. Ask an "
                + "administrator.",
            nameof(UpdateRole.RoleId)
        );

    /// <summary>The administrators' role cannot be renamed, narrowed or deleted.</summary>
    public static Error Administrator { get; } =
        new(
            "roles.administrator",
            "The administrators' role always allows everything: it cannot be renamed, narrowed or deleted. Make "
                + "another role instead."
        );

    /// <summary>The role has too many members to delete it in one transaction.</summary>
    public static Error TooManyMembers { get; } =
        new(
            "roles.too-many-members",
            string.Create(
                CultureInfo.InvariantCulture,
                $"This role has more than {IRoleMembers.MostAtOnce:N0} members. Remove its members with a "
                    + $"bulk action first, then delete it."
            )
        );

    /// <summary>Some members hold permissions that the actor lacks.</summary>
    /// <param name="count">The number of such members.</param>
    public static Error MembersHoldMore(int count) =>
        new(
            "roles.members-hold-more",
            (count == 1 ? "One member holds" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} members hold"))
                + " permissions that you do not have, so you cannot take this from them. Ask an administrator."
        );
}
