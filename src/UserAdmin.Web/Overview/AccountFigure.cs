using UserAdmin.Roles;
using UserAdmin.Users.Search;
using UserAdmin.Web.Invitations;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Overview;

/// <summary>A number of accounts on the overview, which is a link to the list of these accounts.</summary>
/// <param name="Key">Identifies the figure on the page.</param>
/// <param name="Title">What is counted.</param>
/// <param name="Search">The search of the list that finds them.</param>
public sealed record AccountFigure(string Key, string Title, string Search)
{
    // A passkey is a second factor by itself.
    private const string Unprotected = "state:active two-factor:no passkey:no";

    /// <summary>Says of which share of the active accounts this is.</summary>
    public bool HasShare { get; init; }

    /// <summary>Whether it should be none, so that a number above zero catches the eye.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The page that shows these accounts; null for the list of users.</summary>
    public string? Page { get; init; }

    /// <summary>The accounts that can sign in, of which the shares are.</summary>
    public static AccountFigure Active { get; } = new("active", Marked("Active accounts"), "state:active");

    /// <summary>How many accounts there are of each state, and what is new.</summary>
    public static IReadOnlyList<AccountFigure> States { get; } =
    [
        Active,
        new("today", Marked("Signed in today"), "signed-in:today"),
        new("new", Marked("New in 30 days"), "created:30d"),
        new("invited", Marked("Invitations unanswered"), "state:invited") { Page = InvitationsAddress.Path },
        new("locked", Marked("Locked"), "state:locked"),
        new("disabled", Marked("Disabled"), "state:disabled"),
        new("deleted", Marked("Waiting for purge"), "state:deleted"),
    ];

    /// <summary>What an administrator looks after.</summary>
    public static IReadOnlyList<AccountFigure> Care { get; } =
    [
        new(
            "administrators",
            Marked("Administrators without a second factor"),
            $"{Unprotected} {SearchTerm.Of(SearchFields.Permission, Permissions.RolesManage)}"
        )
        {
            IsWarning = true,
        },
        new("unprotected", Marked("Without a second factor"), Unprotected) { HasShare = true },
        new("passkeys", Marked("With a passkey"), "state:active passkey:yes") { HasShare = true },
        new("never", Marked("Never signed in"), "state:active signed-in:never") { HasShare = true },
        new("dormant", Marked("Not signed in for 90 days"), "state:active signed-in<90d") { HasShare = true },
        new("expiring", Marked("Expiring within 30 days"), "state:active expires:30d"),
    ];

    /// <summary>All figures.</summary>
    public static IReadOnlyList<AccountFigure> All { get; } = [.. States, .. Care];

    /// <summary>Returns the search with the days of a time zone.</summary>
    /// <param name="zone">The zone's IANA name.</param>
    public string In(string zone) => SearchZones.In(Search, zone);

    /// <summary>Returns the address of the list of these accounts.</summary>
    /// <param name="zone">The IANA name of the zone in which days begin.</param>
    public string Address(string zone) => Page ?? new UsersAddress(In(zone)).Uri();
}
