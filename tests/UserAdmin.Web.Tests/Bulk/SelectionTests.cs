using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Tests.Users;
using UserAdmin.Web.Tests.Users.List;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Bulk;

public sealed class SelectionTests : UsersPageContext
{
    [Fact]
    public async Task UsersPage_WhenUsersAreTicked_OffersWhatToDoWithThemOnEveryPage()
    {
        var page = Show<UsersPage>();
        page.AllByRole("region", "Selected users").ShouldBeEmpty();

        await TickAsync(page, true, "ada");
        Shown = new UserListing([Rows.User("cy", "Cy Coleman")], 51);
        await page.InvokeAsync(() => Navigation.NavigateTo("users?page=2&sort=email"));
        await TickAsync(page, true, "cy");

        page.ByRole("region", "Selected users").TextContent.ShouldContain("2 selected");
        Link(page, "Disable").ShouldBe($"bulk/new?action=disable&ids={BulkIds.Encode(["ada", "cy"])}");
        Link(page, "Assign role").ShouldStartWith("bulk/new?action=assignrole&ids=");
    }

    [Fact]
    public async Task UsersPage_WhenItRefreshes_KeepsTheTicks()
    {
        var page = Show<UsersPage>();
        await TickAsync(page, true, "bob");

        Shown = Rows.Listing(Rows.Ada(version: 8), Rows.User("bob", "Bob Bemer", version: 9));
        Feed.Publish("ada", "bob");
        await Clock.SomeoneWaitsAsync();

        page.Find("tr[data-user=ada]").ClassName.ShouldBe("glow");
        Ticked(page).ShouldBe(["bob"]);
    }

    [Fact]
    public void UsersPage_WhenThePageIsTicked_TicksItsRowsAndTakesTheTicksAwayAgain()
    {
        var page = Show<UsersPage>();

        Box(page, "Select all on this page").Change(true);
        page.ByRole("region", "Selected users").TextContent.ShouldContain("2 selected");
        Box(page, "Select all on this page").HasAttribute("checked").ShouldBeTrue();
        Box(page, "Select all on this page").Change(false);

        page.AllByRole("region", "Selected users").ShouldBeEmpty();
    }

    [Fact]
    public async Task UsersPage_WhenEverybodyIsSelected_LinksToThePreviewOfTheWholeSearch()
    {
        Shown = Shown with { Total = 1234 };
        Bus.Answer<ListUserIds, Page<string>>(_ => new Page<string>(
            [.. Enumerable.Range(0, 1234).Select(number => $"{number}")],
            1234
        ));
        Navigation.NavigateTo("users");
        var page = Show<UsersPage>();
        await TickAsync(page, true, "ada");

        page.ByRole("region", "Selected users").ByRole("button", "Select all 1,234 that match").Click();

        Link(page, "Delete").ShouldBe("bulk/new?action=delete&all=1");
        BulkAddress.Parse($"http://localhost/{Link(page, "Delete")}").Users.ShouldBe(new BulkUsers(""));
    }

    [Fact]
    public async Task UsersPage_WhenAllThatMatchAreSelected_LinksToTheFilterUntilOneIsTakenOut()
    {
        Shown = Shown with { Total = 1234 };
        Bus.Answer<ListUserIds, Page<string>>(_ => new Page<string>(
            [.. Enumerable.Range(0, 1233).Select(number => $"{number}"), "ada"],
            1234
        ));
        Navigation.NavigateTo("users?q=a+state:locked+role:Editors");
        var page = Show<UsersPage>();
        await TickAsync(page, true, "ada");

        page.ByRole("region", "Selected users").ByRole("button", "Select all 1,234 that match").Click();

        Bus.Asked<ListUserIds>().ShouldHaveSingleItem().Search.ShouldBe("a state:locked role:Editors");
        page.ByRole("region", "Selected users").TextContent.ShouldContain("1,234 selected");
        Link(page, "Delete").ShouldBe("bulk/new?action=delete&search=a%20state%3Alocked%20role%3AEditors");
        await TickAsync(page, false, "ada");
        // 1,233 keys do not fit into an address.
        Link(page, "Delete").ShouldBe("bulk/new?action=delete&selected=1233");
        page.ByRole("region", "Selected users").ByRole("button", "Clear").Click();
        page.AllByRole("region", "Selected users").ShouldBeEmpty();
    }

    [Fact]
    public async Task UsersPage_WithoutAnyPermissionToAct_HasNothingToTick()
    {
        May(Permissions.UsersRead);
        Show<UsersPage>().FindAll("input[type=checkbox]").ShouldBeEmpty();

        May(Permissions.UsersRead, Permissions.UsersDelete);
        var page = Show<UsersPage>();
        await TickAsync(page, true, "ada");
        page.ByRole("navigation", "What to do with the selected users")
            .AllByRole("link")
            .Select(link => link.TextContent)
            .ShouldBe(["Delete", "Restore"]);
    }

    private static AngleSharp.Dom.IElement Box(IRenderedComponent<UsersPage> page, string label) =>
        page.Find($"input[aria-label='{label}']");

    private static string? Link(IRenderedComponent<UsersPage> page, string words) =>
        page.ByRole("navigation", "What to do with the selected users")
            .AllByRole("link")
            .Single(link => link.TextContent == words)
            .GetAttribute("href");
}
