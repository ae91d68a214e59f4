using UserAdmin.Roles;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Person;

/// <summary>A part of the user's page that has an address of its own.</summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Permission">What it takes to see it.</param>
public sealed record UserTab(string Name, string Label, string Permission)
{
    /// <summary>Who it is: the profile and the roles.</summary>
    public static UserTab Overview { get; } = new("overview", "Overview", Permissions.UsersRead);

    /// <summary>What the person signs in with.</summary>
    public static UserTab Security { get; } = new("security", "Security", Permissions.UsersRead);

    /// <summary>Where the person is signed in.</summary>
    public static UserTab Sessions { get; } = new("sessions", "Sessions", Permissions.UsersSessions);

    /// <summary>What applications are told about the person.</summary>
    public static UserTab Claims { get; } = new("claims", "Claims", Permissions.UsersClaims);

    /// <summary>What happened.</summary>
    public static UserTab History { get; } = new("history", "History", Permissions.AuditRead);

    private static readonly UserTab[] _all = [Overview, Security, Sessions, Claims, History];

    /// <summary>The tabs that a person may see.</summary>
    /// <param name="person">Who looks.</param>
    public static IEnumerable<UserTab> Offered(SignedInUser? person) =>
        _all.Where(tab => tab == Overview || person?.May(tab.Permission) is true);

    /// <summary>The tab that an address names; the overview when it names none.</summary>
    /// <param name="name">What stands in the address.</param>
    public static UserTab Named(string? name) =>
        _all.FirstOrDefault(tab => string.Equals(tab.Name, name, StringComparison.OrdinalIgnoreCase)) ?? Overview;

    /// <summary>Its address.</summary>
    /// <param name="userId">Key of the account.</param>
    public string Href(string userId) => this == Overview ? $"users/{userId}" : $"users/{userId}?tab={Name}";
}
