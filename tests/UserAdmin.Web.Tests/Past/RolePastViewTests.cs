using UserAdmin.Audit.Queries;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Web.Roles;

namespace UserAdmin.Web.Tests.Past;

public sealed class RolePastViewTests : ConsoleContext
{
    [Fact]
    public void Page_AsOfAnEvent_ShowsTheRoleOfThenWithNowBesideIt()
    {
        Bus.Answer<GetUserTimeline, Timeline>(_ => new([], 0));
        Bus.Answer<GetRoleAsOf, RoleState>(query =>
            new()
            {
                At = Rows.Now,
                Position = 20,
                Row = query.Moment is null
                    ? Rows.Role("Help desk").With(role => role.Permissions, "users.read")
                    : Rows.Role("Desk").With(role => role.Permissions, "users.edit users.read"),
            }
        );
        Navigation.NavigateTo("roles/desk?at=20");

        var page = Show<RolePage>(one => one.Add(p => p.RoleId, "desk"));

        page.Find("h1").TextContent.ShouldBe("Desk");
        Words(page.Find("[data-field=Name]").TextContent).ShouldBe("Desk now: Help desk");
        page.FindAll("[data-field=Permissions] li")
            .Select(item => Words(item.TextContent))
            .ShouldBe(["users.edit not now", "users.read"]);
        page.Find(".says a").GetAttribute("href").ShouldBe("roles/desk");
        page.FindAll("[data-draft]").ShouldBeEmpty();
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
