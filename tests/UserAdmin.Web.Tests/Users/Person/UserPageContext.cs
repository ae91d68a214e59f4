using AngleSharp.Dom;
using UserAdmin.Applications.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.Person;

namespace UserAdmin.Web.Tests.Users.Person;

/// <summary>Ada's page, and what stands behind it.</summary>
public abstract class UserPageContext : ConsoleContext
{
    internal UserRow? Row { get; set; } = Rows.Ada(version: 7);

    internal Page<HistoryRow> History { get; set; } = Rows.Page<HistoryRow>();

    protected UserPageContext()
    {
        Bus.Answer<GetUser, UserRow>(_ => Row);
        Bus.Answer<ListUsers, UserListing>(_ => new([], 0));
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ => History);
        Bus.Answer<ListUserRoles, Page<UserRoleRow>>(_ => Rows.Page<UserRoleRow>());
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page<RoleRow>());
        Bus.Answer<ListUserPasskeys, Page<PasskeyRow>>(_ => Rows.Page<PasskeyRow>());
        Bus.Answer<ListExternalLogins, Page<ExternalLoginRow>>(_ => Rows.Page<ExternalLoginRow>());
        Bus.Answer<ListUserSessions, Page<SessionRow>>(_ => Rows.Page<SessionRow>());
        Bus.Answer<ListUserClaims, Page<UserClaimRow>>(_ => Rows.Page<UserClaimRow>());
        Bus.Answer<ListUserExternalIds, Page<ClientExternalId>>(_ => Rows.Page<ClientExternalId>());
    }

    /// <summary>Ada's page, at an address such as <c>?tab=security</c>.</summary>
    protected IRenderedComponent<UserPage> ShowAda(string query = "")
    {
        Navigation.NavigateTo($"users/ada{query}");
        return Show<UserPage>(page => page.Add(p => p.UserId, "ada"));
    }

    protected IRenderedComponent<UserPage> RefusedAsStale()
    {
        Bus.Refuse(new StaleEdit("Email", "theirs@example.org", "Bob Bemer", Rows.Now, 12, "Bob Bemer changed this."));
        var page = ShowAda();
        Field(page, "Email").Input("mine@example.org");
        page.ByRole("form", "Profile").Submit();
        return page;
    }

    /// <summary>Somebody else's change reaches the page: its three parts refresh.</summary>
    internal async Task ChangeAsync(UserRow row)
    {
        Row = row;
        Feed.Publish("ada");
        for (var part = 0; part < 3; part++)
        {
            await Clock.SomeoneWaitsAsync();
        }
    }

    protected static IElement Field(IRenderedComponent<UserPage> page, string label) =>
        page.Find($"#{page.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for")}");

    protected static IElement Button(IRenderedComponent<UserPage> page, string text) => page.ByRole("button", text);

    protected static string Described(IRenderedComponent<UserPage> page, string label) =>
        string.Join(
            ' ',
            Field(page, label)
                .GetAttribute("aria-describedby")!
                .Split(' ')
                .Select(id =>
                    string.Join(
                        ' ',
                        page.Find($"#{id}").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    )
                )
        );
}
