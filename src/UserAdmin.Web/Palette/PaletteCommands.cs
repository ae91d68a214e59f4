using System.Globalization;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Palette;

/// <summary>The entries that the palette offers on every page, and the matching of typed words.</summary>
internal static class PaletteCommands
{
    private static readonly (string[] AllOf, PaletteEntry Entry)[] _general =
    [
        ([Permissions.UsersCreate], new("invite", Marked("Invite a user"), "mail") { Href = "users/new" }),
        (
            [Permissions.UsersCreate, Permissions.UsersImport],
            new("invite-people", Marked("Invite people from a list"), "invitation") { Href = "invitations/new" }
        ),
        (
            [Permissions.UsersCreate],
            new("new-user", Marked("New user with a password"), "plus") { Href = "users/new?how=password" }
        ),
        ([Permissions.RolesManage], new("new-role", Marked("New role"), "role") { Href = "roles/new" }),
        (
            [Permissions.ApplicationsManage],
            new("new-application", Marked("New application"), "key") { Href = "applications/new" }
        ),
        ([], new("theme-light", Marked("Light theme"), "theme") { Presses = "#theme-light" }),
        ([], new("theme-dark", Marked("Dark theme"), "theme") { Presses = "#theme-dark" }),
        ([], new("theme-system", Marked("System theme"), "theme") { Presses = "#theme-system" }),
        ([], new("sign-out", Marked("Sign out"), "sign-out") { Presses = "#sign-out" }),
    ];

    /// <summary>Returns the pages that the person may open.</summary>
    public static IEnumerable<PaletteEntry> Pages(SignedInUser person) =>
        Place
            .All.Where(place => place.IsFor(person.May))
            .Select(place => new PaletteEntry($"page-{place.Address}", T(place.Title), place.Glyph)
            {
                Href = place.Address,
            })
            .Append(new PaletteEntry("page-account", T("Your account"), "users") { Href = "account" });

    /// <summary>Returns the commands that the person may run.</summary>
    /// <param name="person">The person.</param>
    /// <param name="isList">Whether the page is the list of users, which has its own button for the export.</param>
    public static IEnumerable<PaletteEntry> General(SignedInUser person, bool isList) =>
        (
            isList && person.May(Permissions.UsersExport)
                ? [new PaletteEntry("export", T("Export these users …"), "down") { Presses = "[data-export]" }]
                : Enumerable.Empty<PaletteEntry>()
        ).Concat(
            _general
                .Where(command => command.AllOf.All(person.May))
                .Select(command => command.Entry with { Label = T(command.Entry.Label) })
        );

    /// <summary>
    /// Returns whether each typed word is the start of a word in the label, ignoring case and accents.
    /// </summary>
    public static bool IsMeant(string label, string typed)
    {
        var words = label.Split([' ', '-', '.', ',', '(', '/'], StringSplitOptions.RemoveEmptyEntries);
        return typed
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(part =>
                words.Any(word =>
                    CultureInfo.InvariantCulture.CompareInfo.IsPrefix(
                        word,
                        part,
                        CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace
                    )
                )
            );
    }
}
