using Microsoft.AspNetCore.Components.Web;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UsersColumnsTests : UsersPageContext
{
    [Fact]
    public void UsersPage_WithASavedLayout_ShowsItsColumnsDensityAndPageSize()
    {
        Layout = Saved(
            ListDensity.Compact,
            100,
            """[{"Key":"email","Width":300},{"Key":"gone"},{"Key":"name"},{"Key":"department"}]"""
        );

        var page = Show<UsersPage>();

        Headings(page).ShouldBe(["Email", "Name", "Department"]);
        page.ByRole("columnheader", "Email").GetAttribute("style").ShouldBe("width: 300px");
        page.Find("table").ClassList.ShouldContain("compact");
        Bus.Asked<ListUsers>().ShouldHaveSingleItem().PageSize.ShouldBe(100);
        page.FindAll("tbody tr")[0]
            .QuerySelectorAll("td")
            .Select(cell => cell.TextContent)
            .ShouldBe(["", "ada@example.org", "Ada Lovelace", "Engines"]);
    }

    [Fact]
    public void UsersPage_WhenTheAddressNamesColumns_ShowsThoseAndChangesThemThere()
    {
        Layout = Saved(ListDensity.Comfortable, 50, """[{"Key":"email"}]""");
        Navigation.NavigateTo("users?cols=name,created");
        var page = Show<UsersPage>();
        Headings(page).ShouldBe(["Name", "Created"]);

        Open(page);
        Line(page, "Phone").QuerySelector("input")!.Change(true);

        Navigation.Uri.ShouldEndWith("/users?cols=name,created,phone");
        Headings(page).ShouldBe(["Name", "Created", "Phone"]);
        Bus.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void ColumnsMenu_WhenColumnsAreChosenAndMoved_ShowsAndRemembersThem()
    {
        Layout = Saved(ListDensity.Comfortable, 50, """[{"Key":"name","Width":220},{"Key":"email"}]""");
        var page = Show<UsersPage>();
        page.FindAll("#columns li").ShouldBeEmpty();

        Open(page);
        Line(page, "Department").QuerySelector("input")!.Change(true);
        page.ByRole("button", "Move Department up").Click();
        Line(page, "Email").QuerySelector("input")!.Change(false);
        page.Find("#columns select[value=Comfortable]").Change("Compact");

        Headings(page).ShouldBe(["Name", "Department"]);
        var saved = (SaveListLayout)Bus.Sent[^1].Command;
        saved.Columns.ShouldBe([new LayoutColumn("name", 220), new LayoutColumn("department")]);
        saved.Density.ShouldBe(ListDensity.Compact);
    }

    [Fact]
    public void ColumnsMenu_WithOneColumnLeft_KeepsIt()
    {
        Layout = Saved(ListDensity.Comfortable, 50, """[{"Key":"email"}]""");
        var page = Show<UsersPage>();

        Open(page);

        Line(page, "Email").QuerySelector("input")!.HasAttribute("disabled").ShouldBeTrue();
        // The row still links to its user.
        page.FindAll("tbody a")
            .Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldContain(("ada@example.org", "users/ada"));
    }

    [Fact]
    public void ColumnsMenu_WhenTheLayoutCannotBeStored_AppliesItAndWarns()
    {
        var page = Show<UsersPage>();
        Bus.OnSend = _ => throw new TimeoutException("Busy.");

        Open(page);
        Line(page, "Roles").QuerySelector("input")!.Change(false);

        Headings(page).ShouldNotContain("Roles");
        Snackbars.ShouldHaveSingleItem().ShouldStartWith("The list shows it, but it could not be remembered.");
    }

    [Fact]
    public async Task UsersTable_WhenAHeadingIsDraggedOrItsEdge_Remembers()
    {
        var page = Show<UsersPage>();
        var table = page.FindComponent<UsersTable>();

        await page.InvokeAsync(() => table.Instance.OnMovedAsync("state", 0));
        await page.InvokeAsync(() => table.Instance.OnResizedAsync("email", 5000));

        Headings(page).ShouldBe(["State", "Name", "User name", "Email", "Roles", "Last sign-in", "Changed"]);
        ((SaveListLayout)Bus.Sent[^1].Command).Columns.ShouldContain(new LayoutColumn("email", UsersLayout.Widest));
        page.ByRole("separator", "Width of Email").GetAttribute("aria-valuenow").ShouldBe("1200");
        await page.InvokeAsync(() => table.Instance.OnResizedAsync("email", null));
        ((SaveListLayout)Bus.Sent[^1].Command).Columns.ShouldContain(new LayoutColumn("email"));
    }

    [Fact]
    public void ColumnsMenu_WhenSortedThere_GoesToTheFirstPage()
    {
        Navigation.NavigateTo("users?q=ada&page=3");
        var page = Show<UsersPage>();
        Open(page);

        page.Find("#columns select").Change("CreatedAt");
        page.ByLabel("Descending").Change(true);

        Navigation.Uri.ShouldEndWith("/users?q=ada&sort=createdat&desc=true");
    }

    [Fact]
    public void UsersPage_WhenPageSizeChanges_ShowsTheFirstPageOfThatSize()
    {
        Navigation.NavigateTo("users?page=3");
        var page = Show<UsersPage>();
        Open(page);

        page.FindAll("#columns select")[2].Change("200");

        Navigation.Uri.ShouldEndWith("/users");
        Bus.Asked<ListUsers>()[^1].PageSize.ShouldBe(200);
        ((SaveListLayout)Bus.Sent[^1].Command).PageSize.ShouldBe(200);
    }

    [Fact]
    public void UserRowMarkup_ForTextThatLooksLikeMarkup_EncodesIt()
    {
        var row = Rows.User("a\"b", "<b>Ada</b> & \"co\"").With(one => one.Email, "x'><script>@example.org");

        var cells = new UserRowMarkup(Clock)
            .Of(row, new UserRowStyle(UserColumns.Default, UserSearch.Parse("<b> script"), hasTicks: true))
            .Value;

        cells.ShouldNotContain("<b>");
        cells.ShouldNotContain("<script>");
        cells.ShouldContain("href=\"users/a%22b\"");
        cells.ShouldContain("aria-label=\"Select &lt;b&gt;Ada&lt;/b&gt; &amp; &quot;co&quot;\"");
        cells.ShouldContain("<mark>&lt;b&gt;</mark>Ada");
    }

    [Fact]
    public void UserRowMarkup_OfAnAccountThatAnotherProgramCreated_DoesNotSayWhen()
    {
        var style = new UserRowStyle(
            [UserFieldSet.Stock.FindColumn("email")!, UserFieldSet.Stock.FindColumn("created")!],
            UserSearch.Parse(""),
            hasTicks: true
        );

        new UserRowMarkup(Clock)
            .Of(Rows.Ada().With(row => row.IsCreatedBefore, true), style)
            .Value.ShouldContain("<span class=\"ua-muted\">Not known</span>");
    }

    [Fact]
    public void UserRowMarkup_ForTheSameRowAndStyle_IsTheSameStringForEverybody()
    {
        var (markup, row) = (new UserRowMarkup(Clock), Rows.Ada());
        static UserRowStyle Style(string search) => new(UserColumns.Default, UserSearch.Parse(search), hasTicks: true);

        var first = markup.Of(row, Style("ada")).Value;

        markup.Of(row, Style("ada state:active")).Value.ShouldBeSameAs(first);
        markup.Of(row, Style("love")).Value.ShouldNotBe(first);
        markup.Of(row.With(one => one.LockedUntil, Rows.Now.AddMinutes(5)), Style("ada")).Value.ShouldContain("Locked");
    }

    [Fact]
    public void UsersPage_WhenWordsAreSearched_MarksThemWhereTheyWereLookedFor()
    {
        Shown = Rows.Listing(Rows.User("zoe", "Zoë Ålund"));
        Navigation.NavigateTo("users?q=" + Uri.EscapeDataString("aLUND zoe department:x"));

        Show<UsersPage>()
            .FindAll("tbody mark")
            .Select(mark => mark.TextContent)
            .ShouldBe(["Zoë", "Ålund", "zoe", "zoe"]);
    }

    private static IEnumerable<string> Headings(IRenderedComponent<UsersPage> page) =>
        page.FindAll("th[data-column]").Select(heading => heading.TextContent.Trim());

    private static void Open(IRenderedComponent<UsersPage> page) =>
        page.Find("button[popovertarget=columns]").Click(new MouseEventArgs());

    private static AngleSharp.Dom.IElement Line(IRenderedComponent<UsersPage> page, string title) =>
        page.FindAll("#columns li").Single(line => line.QuerySelector("label")!.TextContent.Trim() == title);
}
