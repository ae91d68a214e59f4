using UserAdmin.Bulk;
using UserAdmin.Roles;

namespace UserAdmin.Web.Layout;

/// <summary>A page of the navigation.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Glyph">Name of its glyph.</param>
/// <param name="AnyOf">Permissions, any one of which gives access; none for a page that is for everybody.</param>
internal sealed record Place(string Address, string Title, string Glyph, IReadOnlyList<string> AnyOf)
{
    /// <summary>
    /// Whether it is in the navigation bar on a phone, which has room for six; the palette leads to the others.
    /// </summary>
    public bool IsOnPhones { get; init; } = true;

    /// <summary>Whether a person with certain permissions may open it.</summary>
    /// <param name="may">Returns whether the person has a permission.</param>
    public bool IsFor(Func<string, bool> may) => AnyOf.Count == 0 || AnyOf.Any(may);

    /// <summary>The permissions any of which gives something to see on the overview.</summary>
    public static IReadOnlyList<string> OfOverview { get; } =
    [Permissions.UsersRead, Permissions.UsersImport, Permissions.ActivityRead, Permissions.SystemRead];

    /// <summary>All pages of the navigation, in order.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("", "Overview", "overview", OfOverview),
        new("users", "Users", "users", [Permissions.UsersRead]),
        new("bulk", "Bulk actions", "bulk", [.. BulkActions.All.Select(BulkActions.PermissionOf)]),
        new("imports", "Imports", "upload", [Permissions.UsersImport]) { IsOnPhones = false },
        new("roles", "Roles", "role", [Permissions.RolesRead]),
        new("activity", "Activity", "activity", [Permissions.ActivityRead]) { IsOnPhones = false },
        new("mail", "Mail", "mail", [Permissions.MailRead]) { IsOnPhones = false },
        new("refused", "Refused attempts", "stop", [Permissions.AuditRead]) { IsOnPhones = false },
        new("settings", "Settings", "settings", [Permissions.SettingsRead]),
        new("system", "System", "system", [Permissions.SystemRead]),
    ];
}
