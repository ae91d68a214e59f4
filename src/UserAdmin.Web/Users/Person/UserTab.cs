using UserAdmin.Roles;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Person;

/// <summary>A tab of the user's page, with its own address.</summary>
/// <param name="Name">The name in the address.</param>
/// <param name="Label">The name that people see.</param>
/// <param name="Permission">The permission needed to see it.</param>
public sealed record UserTab(string Name, string Label, string Permission)
{
    /// <summary>The overview: profile and roles.</summary>
    public static UserTab Overview { get; } = new("overview", Marked("Overview"), Permissions.UsersRead);

    /// <summary>The ways in which the person signs in.</summary>
    public static UserTab Security { get; } = new("security", Marked("Security"), Permissions.UsersRead);

    /// <summary>The person's sessions.</summary>
    public static UserTab Sessions { get; } = new("sessions", Marked("Sessions"), Permissions.UsersSessions);

    /// <summary>The person's claims.</summary>
    public static UserTab Claims { get; } = new("claims", Marked("Claims"), Permissions.UsersClaims);

    /// <summary>The history.</summary>
    public static UserTab History { get; } = new("history", Marked("History"), Permissions.AuditRead);

    private static readonly UserTab[] _all = [Overview, Security, Sessions, Claims, History];

    /// <summary>Returns the tabs that a person may see.</summary>
    /// <param name="person">The person who views the page.</param>
    public static IEnumerable<UserTab> Offered(SignedInUser? person) =>
        _all.Where(tab => tab == Overview || person?.May(tab.Permission) is true);

    /// <summary>Returns the tab that an address names; the overview if it names none.</summary>
    /// <param name="name">The value in the address.</param>
    public static UserTab Named(string? name) =>
        _all.FirstOrDefault(tab => string.Equals(tab.Name, name, StringComparison.OrdinalIgnoreCase)) ?? Overview;

    /// <summary>Its address.</summary>
    /// <param name="userId">Key of the account.</param>
    public string Href(string userId) => this == Overview ? $"users/{userId}" : $"users/{userId}?tab={Name}";
}
