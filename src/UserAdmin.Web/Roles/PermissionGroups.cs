using UserAdmin.Roles;

namespace UserAdmin.Web.Roles;

/// <summary>The catalogue of permissions, grouped by subject.</summary>
internal static class PermissionGroups
{
    /// <summary>Every permission, in the catalogue's order.</summary>
    public static IReadOnlyList<PermissionGroup> All { get; } =
    [
        .. Permissions
            .All.GroupBy(permission => permission.Name.Split('.')[0])
            .Select(group => new PermissionGroup(char.ToUpperInvariant(group.Key[0]) + group.Key[1..], [.. group])),
    ];

    /// <summary>Returns the title of a group in the person's language.</summary>
    /// <param name="title">The title, as in <see cref="PermissionGroup.Title"/>.</param>
    public static string Words(string title) =>
        title switch
        {
            "Activity" => T("Activity", "permissions"),
            "Applications" => T("Applications", "permissions"),
            "Audit" => T("Audit", "permissions"),
            "Mail" => T("Mail", "permissions"),
            "Roles" => T("Roles", "permissions"),
            "Settings" => T("Settings", "permissions"),
            "System" => T("System", "permissions"),
            "Users" => T("Users", "permissions"),
            "Views" => T("Views", "permissions"),
            _ => title,
        };

    /// <summary>“All 20”, “3 of 20”, “None”.</summary>
    public static string Share(int held) =>
        held == 0 ? T("None")
        : held >= Permissions.All.Count ? T($"All {Permissions.All.Count}")
        : T($"{held} of {Permissions.All.Count}");
}

/// <summary>The permissions for one subject.</summary>
/// <param name="Title">The subject.</param>
/// <param name="Permissions">The permissions, with their descriptions.</param>
internal sealed record PermissionGroup(string Title, IReadOnlyList<(string Name, string Allows)> Permissions);
