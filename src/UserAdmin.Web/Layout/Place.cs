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
    /// <summary>The number of places that a phone's navigation bar has room for.</summary>
    public const int MostOnPhones = 5;

    /// <summary>
    /// Whether it is in the navigation bar of a phone even if there are more places than there is room for; the bar's
    /// menu leads to the others.
    /// </summary>
    public bool IsFirstOnPhones { get; init; }

    /// <summary>Returns the places of the menu of a phone's navigation bar.</summary>
    /// <param name="places">All places that the person may open.</param>
    public static IReadOnlyList<Place> InPhoneMenu(IReadOnlyList<Place> places) =>
        places.Count <= MostOnPhones ? [] : [.. places.Where(place => !place.IsFirstOnPhones)];

    /// <summary>Whether a person with certain permissions may open it.</summary>
    /// <param name="may">Returns whether the person has a permission.</param>
    public bool IsFor(Func<string, bool> may) => AnyOf.Count == 0 || AnyOf.Any(may);

    /// <summary>The permissions any of which gives something to see on the overview.</summary>
    public static IReadOnlyList<string> OfOverview { get; } =
    [Permissions.UsersRead, Permissions.UsersImport, Permissions.ActivityRead, Permissions.SystemRead];

    /// <summary>All pages of the navigation, in order.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("", Marked("Overview"), "overview", OfOverview) { IsFirstOnPhones = true },
        new("users", Marked("Users"), "users", [Permissions.UsersRead]) { IsFirstOnPhones = true },
        new("invitations", Marked("Invitations"), "invitation", [Permissions.UsersCreate]),
        new("bulk", Marked("Bulk actions"), "bulk", [.. BulkActions.All.Select(BulkActions.PermissionOf)]),
        new("imports", Marked("Imports"), "upload", [Permissions.UsersImport]),
        new("roles", Marked("Roles"), "role", [Permissions.RolesRead]) { IsFirstOnPhones = true },
        new("applications", Marked("Applications"), "key", [Permissions.ApplicationsRead]),
        new("activity", Marked("Activity"), "activity", [Permissions.ActivityRead]) { IsFirstOnPhones = true },
        new("mail", Marked("Mail"), "mail", [Permissions.MailRead]),
        new("refused", Marked("Refused attempts"), "stop", [Permissions.AuditRead]),
        new("settings", Marked("Settings"), "settings", [Permissions.SettingsRead]),
        new("system", Marked("System"), "system", [Permissions.SystemRead]),
    ];
}
