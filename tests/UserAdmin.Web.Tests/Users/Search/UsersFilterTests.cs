using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Tests.Users.List;
using UserAdmin.Web.Users.List;
using UserAdmin.Web.Users.Search;

namespace UserAdmin.Web.Tests.Users.Search;

/// <summary>Chips, panel and text of the search box are three views of what the address says.</summary>
public sealed class UsersFilterTests : UsersPageContext
{
    [Theory]
    [InlineData("state:locked,disabled", "State: locked or disabled")]
    [InlineData("-role:\"Help desk\"", "Role: not Help desk")]
    [InlineData("2fa:no", "Two-factor: no")]
    [InlineData("signed-in:never", "Last sign-in: never")]
    [InlineData("signed-in:7d", "Last sign-in: in the last 7 days")]
    [InlineData("signed-in<90d", "Last sign-in: more than 90 days ago")]
    [InlineData("created>=2026-01-31", "Created: since 2026-01-31 (UTC)")]
    [InlineData("created:2026-01..2026-03", "Created: 2026-01 to 2026-03 (UTC)")]
    [InlineData("expires:1mo", "Expires: in the next 1 month")]
    [InlineData("email:example.org", "Email: contains “example.org”")]
    public void FilterChips_ForAFilter_SayItInWords(string search, string chip)
    {
        Navigation.NavigateTo($"users?q={Uri.EscapeDataString(search)}");

        Chips(Show<UsersPage>()).ShouldHaveSingleItem().ShouldBe(chip);
    }

    [Fact]
    public void FilterChips_ForSeveral_TakeEachAwayAndKeepTheRest()
    {
        Navigation.NavigateTo($"users?q={Uri.EscapeDataString("state:locked smith -role:admin")}&sort=email&page=3");

        var page = Show<UsersPage>();

        page.ByRole("list", "Filters")
            .AllByRole("link")
            .SkipLast(1)
            .Select(link => (link.GetAttribute("aria-label"), Uri.UnescapeDataString(link.GetAttribute("href")!)))
            .ShouldBe([
                ("Remove filter State: locked", "users?q=smith -role:admin&sort=email"),
                ("Remove filter Role: not admin", "users?q=state:locked smith&sort=email"),
            ]);
        Uri.UnescapeDataString(page.ByRole("link", "Clear filters").GetAttribute("href")!)
            .ShouldBe("users?q=smith&sort=email");
    }

    [Fact]
    public void FilterPanel_WhenValuesAreTicked_TakesThemAsAlternativesIntoTheAddress()
    {
        Facets = new(
            7,
            [
                new("state", [new("active", 5, false), new("locked", 2, true)], 2),
                new("department", [new("Sales", 4, false)], 1),
            ]
        );
        Navigation.NavigateTo("users?q=state:locked");
        var page = Show<UsersPage>();
        page.FindAll("#filters").ShouldBeEmpty();

        Button(page, "Filter").Click();

        page.FindAll("#filters fieldset:has(input[type=checkbox])")
            .Select(Accessible.NameOf)
            .ShouldBe(["State", "Department"]);
        page.FindAll("#filters fieldset li")
            .Select(line => line.TextContent.Trim())
            .ShouldContain(text => text.StartsWith("Locked") && text.EndsWith('2'));
        page.FindAll("#filters input[checked]").Count.ShouldBe(1);
        page.ByRole("region", "Filters").AllByRole("checkbox")[0].Change(true);
        Query().ShouldBe("state:locked,active");
        page.ByRole("region", "Filters").AllByRole("checkbox")[2].Change(true);
        Query().ShouldBe("state:locked,active department:Sales");
        Navigation.History.First().Options.ReplaceHistoryEntry.ShouldBeFalse();
        Bus.Asked<GetUserFacets>()[^1].Search.ShouldBe("state:locked,active department:Sales");
        page.Find("[data-search]").GetAttribute("value").ShouldBe("state:locked,active department:Sales");
    }

    [Fact]
    public void FilterPanel_ForMoments_HasDatesAndQuickChoices()
    {
        Navigation.NavigateTo("users?q=ada");
        var page = Show<UsersPage>();
        Button(page, "Filter").Click();

        page.Find("input[aria-label='Created from']").Change("2026-01-31");
        page.Find("input[aria-label='Created to']").Change("2026-02-28");
        Query().ShouldBe("ada created>=2026-01-31@UTC created<=2026-02-28@UTC");
        page.Find("input[aria-label='Created from']").GetAttribute("value").ShouldBe("2026-01-31");
        page.Find("input[aria-label='Created from']").Change("");
        Query().ShouldBe("ada created<=2026-02-28@UTC");
        page.ByRole("group", "Created (UTC)").ByRole("button", "Last 7 days").Click();
        Query().ShouldBe("ada created:7d");
        page.ByRole("group", "Last sign-in (UTC)").ByRole("button", "Never").Click();
        Query().ShouldBe("ada created:7d signed-in:never");
        page.ByRole("group", "Last sign-in (UTC)").QuerySelector("[aria-pressed=true]")!.TextContent.ShouldBe("Never");
    }

    [Fact]
    public async Task FilterPanel_WhileOpen_CountsLive()
    {
        Facets = new(1, [new("state", [new("active", 1, false)], 1)]);
        var page = Show<UsersPage>();
        Button(page, "Filter").Click();

        Facets = new(2, [new("state", [new("active", 2, false)], 1)]);
        await PublishAsync("somebody");

        page.WaitForAssertion(() =>
            Accessible.NameOf(page.ByRole("group", "State").ByRole("checkbox")).ShouldBe("Active 2")
        );
        await page.Find("#filters")
            .KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Escape" });
        page.FindAll("#filters").ShouldBeEmpty();
    }

    [Fact]
    public async Task SearchBox_WhenTheTextMakesNoSense_SaysWhatToDoAndKeepsTheListDimmed()
    {
        var page = Show<UsersPage>();

        await TypeAsync(page, "state:lokced");

        page.WaitForAssertion(() =>
            page.Find("#search-errors").TextContent.ShouldContain("“state” cannot be “lokced”. Write state:active")
        );
        page.FindAll("[aria-busy=true]").ShouldNotBeEmpty();
        page.FindAll("tbody tr").Count.ShouldBe(2);
        Navigation.Uri.ShouldEndWith("/");
        await TypeAsync(page, "state:locked");
        page.WaitForAssertion(() => Query().ShouldBe("state:locked"));
        page.FindAll("[aria-busy=true]").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_OpenedByAnAddressThatMakesNoSense_SaysWhatToDoAndAsksNothing()
    {
        Navigation.NavigateTo("users?q=nonsense:1");

        var page = Show<UsersPage>();

        page.ByRole("heading", "This search cannot be understood")
            .ParentElement!.TextContent.ShouldContain("There is no filter “nonsense”");
        Bus.Asked<ListUsers>().ShouldBeEmpty();
    }

    [Fact]
    public async Task SearchBox_WhileTyping_ListsWaysToGoOn()
    {
        Suggestions = new(0, 2, [new("state:", "state", "Active, invited, locked"), new("\"st\"", "st", "")]);
        JSInterop.SetupModule("./Users/Search/UserSearchBox.razor.js").Setup<int>("caretOf", _ => true).SetResult(2);
        var page = Show<UsersPage>();
        page.Find("[role=listbox]").HasAttribute("hidden").ShouldBeTrue();

        await TypeAsync(page, "st");

        page.WaitForAssertion(() =>
            page.FindAll("[role=option]")
                .Select(option => option.GetAttribute("data-insert"))
                .ShouldBe(["state:", "\"st\""])
        );
        Bus.Asked<SuggestSearch>().ShouldHaveSingleItem().ShouldBe(new SuggestSearch("st", 2));
        (
            page.Find("[role=listbox]").GetAttribute("data-start"),
            page.Find("[role=listbox]").GetAttribute("data-length")
        ).ShouldBe(("0", "2"));
    }

    [Fact]
    public async Task SearchBox_OfAPastedList_SearchesForTheAddressesAlone()
    {
        var page = Show<UsersPage>();

        await TypeAsync(page, "Ada Lovelace <ada@example.com>; \"Bemer, Bob\" <bob@example.com>");

        page.WaitForAssertion(() => Bus.Asked<ListUsers>()[^1].Search.ShouldBe("ada@example.com,bob@example.com"));
    }

    [Fact]
    public async Task SearchBox_WhenCompletionFails_StillSearches()
    {
        var page = Show<UsersPage>();
        Bus.Answer<SuggestSearch, SearchSuggestions>(_ =>
            Task.FromException<Answer<SearchSuggestions>>(new TimeoutException("Busy."))
        );

        await TypeAsync(page, "ada");

        page.WaitForAssertion(() => Bus.Asked<ListUsers>()[^1].Search.ShouldBe("ada"));
        page.FindAll("tbody tr").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("users?q=ada&state=locked", "ada state:locked")]
    [InlineData("users?role=role-Readers", "role:Readers")]
    [InlineData("users?q=ada&role=gone", "ada")]
    public void UsersPage_OpenedByAnOldAddress_FindsTheSameUsers(string old, string search)
    {
        Navigation.NavigateTo(old);

        var page = Show<UsersPage>();

        page.WaitForAssertion(() => Bus.Asked<ListUsers>().ShouldHaveSingleItem().Search.ShouldBe(search));
    }

    [Fact]
    public async Task FilterPanel_ForADay_MeansTheDayOfThePersonsZone()
    {
        Services.GetRequiredService<BrowserZone>().Set("America/Los_Angeles");
        var page = Show<UsersPage>();
        await Button(page, "Filter").ClickAsync(new());

        await page.ByRole("group", "Created (America/Los_Angeles)").ByRole("button", "Today").ClickAsync(new());

        page.WaitForAssertion(() => Bus.Asked<ListUsers>()[^1].Search.ShouldBe("created:today@America/Los_Angeles"));
        Chips(page).ShouldHaveSingleItem().ShouldBe("Created: today (America/Los_Angeles)");
        page.AllByRole("group", "Last sign-in (America/Los_Angeles)").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("users?q=created:today", "created:today@Asia/Tokyo")]
    [InlineData("users?q=created:today%40America/Los_Angeles", "created:today@America/Los_Angeles")]
    public void UsersPage_OpenedByAnAddressWithADay_TakesTheZoneOfTheAddressOrElseThePersons(
        string address,
        string search
    )
    {
        Services.GetRequiredService<BrowserZone>().Set("Asia/Tokyo");
        Navigation.NavigateTo(address);

        var page = Show<UsersPage>();

        page.WaitForAssertion(() => Bus.Asked<ListUsers>().ShouldHaveSingleItem().Search.ShouldBe(search));
        page.WaitForAssertion(() => Query().ShouldBe(search));
    }

    [Fact]
    public async Task SearchBox_WhenAnOlderAddressComesBackLate_KeepsWhatIsTyped()
    {
        var asked = new List<string>();
        var box = Show<UserSearchBox>(parameters =>
            parameters
                .Add(p => p.Text, "")
                .Add(p => p.OnSearch, asked.Add)
                .Add(p => p.Suggest, (_, _) => Task.FromResult<SearchSuggestions?>(null))
        );
        foreach (var text in (string[])["car", "carlotta"])
        {
            var typed = box.Find("input").InputAsync(text);
            await Clock.SomeoneWaitsAsync();
            Clock.Advance(UserSearchBox.SearchPause);
            await typed;
        }

        asked.ShouldBe(["car", "carlotta"]);
        box.Render(parameters => parameters.Add(p => p.Text, "car"));
        box.Find("input").GetAttribute("value").ShouldBe("carlotta");
        box.Render(parameters => parameters.Add(p => p.Text, "carlotta"));
        box.Find("input").GetAttribute("value").ShouldBe("carlotta");
        box.Render(parameters => parameters.Add(p => p.Text, "bob"));
        box.Find("input").GetAttribute("value").ShouldBe("bob", "the address leads elsewhere");
    }

    private async Task TypeAsync(IRenderedComponent<UsersPage> page, string text)
    {
        var typed = page.Find("[data-search]").InputAsync(text);
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(UserSearchBox.SearchPause);
        await typed;
    }

    private static IEnumerable<string> Chips(IRenderedComponent<UsersPage> page) =>
        page.ByRole("list", "Filters").AllByRole("listitem").Select(chip => chip.TextContent.Trim());

    private string Query() => UsersAddress.Parse(Navigation.Uri).Search;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<UsersPage> page, string words) =>
        page.ByRole("button", words);
}
