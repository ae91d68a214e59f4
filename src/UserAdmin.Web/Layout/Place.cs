using UserAdmin.Bulk;
using UserAdmin.Roles;

namespace UserAdmin.Web.Layout;

/// <summary>A page of the navigation.</summary>
/// <param name="Address">The address of the list.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Glyph">Name of its glyph.</param>
/// <param name="AnyOf">Permissions, any of which opens the way.</param>
internal sealed record Place(string Address, string Title, string Glyph, IReadOnlyList<string> AnyOf)
{
    /// <summary>
    /// Whether it stands in the bar of a phone, which has room for seven; the palette leads to the others.
    /// </summary>
    public bool IsOnPhones { get; init; } = true;

    /// <summary>Where one may go, in the order of the navigation.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("users", "Users", "users", [Permissions.UsersRead]),
        new("bulk", "Bulk actions", "bulk", [.. BulkActions.All.Select(BulkActions.PermissionOf)]),
        new("imports", "Imports", "upload", [Permissions.UsersImport]),
        new("roles", "Roles", "role", [Permissions.RolesRead]),
        new("mail", "Mail", "mail", [Permissions.MailRead]),
        new("refused", "Refused attempts", "stop", [Permissions.AuditRead]) { IsOnPhones = false },
        new("settings", "Settings", "settings", [Permissions.SettingsRead]),
        new("system", "System", "system", [Permissions.SystemRead]),
    ];
}
