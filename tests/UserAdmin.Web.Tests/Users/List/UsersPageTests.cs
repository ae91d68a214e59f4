using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.List;
using UserAdmin.Web.Users.Search;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UsersPageTests : UsersPageContext
{
    [Fact]
    public void UsersPage_WhenLoaded_ShowsRowsAsLinksAndAnHonestTotal()
    {
        Shown = Shown with { Total = 1006 };

        var page = Show<UsersPage>();

        page.FindAll("tbody a")
            .Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([("Ada Lovelace", "users/ada"), ("Bob Bemer", "users/bob")]);
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("1–2 of 1,006");
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("of 21");
    }

    [Fact]
    public void UsersPage_WhenNobodyMatches_NamesSimilarPeopleApartFromTheList()
    {
        Navigation.NavigateTo("users?q=lovelase");
        Shown = Rows.Listing() with { Hints = new([Rows.Ada()], 0, []) };

        var page = Show<UsersPage>();

        page.Find(".ua-empty h2").TextContent.ShouldBe("No users match “lovelase”");
        page.Find("section.similar h2").TextContent.ShouldBe("No exact match. Similar names:");
        page.Find("section.similar a").GetAttribute("href").ShouldBe("users/ada");
        page.FindAll("section.similar input").ShouldBeEmpty("nobody beside the list can be ticked");
        page.FindAll("tbody tr").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_WhenSomebodyMatches_ListsSimilarPeopleBelow()
    {
        Navigation.NavigateTo("users?q=ada");
        Shown = Shown with { Hints = new([Rows.User("adam", "Adam")], 0, []) };

        var page = Show<UsersPage>();

        page.FindAll("tbody tr").Count.ShouldBe(2);
        page.Find("section.similar h2").TextContent.ShouldBe("Similar names:");
        page.FindAll("[data-search-note]").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ada", 1, "", "1 deleted person matches as well.")]
    [InlineData("ada", 2, "", "2 deleted people match as well.")]
    [InlineData("a@x.org,b@x.org,c@x.org", 0, "b@x.org", "1 of these 3 addresses is nobody’s: b@x.org")]
    [InlineData(
        "a@x.org,b@x.org,c@x.org",
        0,
        "a@x.org c@x.org",
        "2 of these 3 addresses are nobody’s: a@x.org, c@x.org"
    )]
    public void UsersPage_WhenTheSearchLeavesSomebodyOut_SaysSoAboveTheList(
        string search,
        int deleted,
        string nobodys,
        string said
    )
    {
        Navigation.NavigateTo($"users?q={Uri.EscapeDataString(search)}");
        Shown = Shown with { Hints = new([], deleted, nobodys.Split(' ', StringSplitOptions.RemoveEmptyEntries)) };

        var page = Show<UsersPage>();

        var note = page.Find("[data-search-note]");
        System.Text.RegularExpressions.Regex.Replace(note.TextContent, @"\s+", " ").Trim().ShouldBe(said);
        if (deleted > 0)
        {
            Uri.UnescapeDataString(note.QuerySelector("a")!.GetAttribute("href")!)
                .ShouldBe("users?q=ada state:deleted");
        }
    }

    [Fact]
    public void UsersPage_WhenTheSearchLeavesNobodyOut_SaysNothing()
    {
        Navigation.NavigateTo("users?q=ada");

        var page = Show<UsersPage>();

        page.FindAll("[data-search-note], section.similar").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_WhenLoaded_SaysEachStateInAWord()
    {
        Shown = Rows.Listing(
            Rows.Ada(),
            Rows.User("bob", "Bob").With(row => row.LockedUntil, Rows.Now.AddMinutes(5)),
            Rows.User("cy", "Cy").With(row => row.LockedUntil, Rows.Now.AddMinutes(-5)),
            Rows.User("di", "Di").With(row => row.DisabledAt, Rows.Now)
        );

        var page = Show<UsersPage>();

        page.FindAll("tbody tr")
            .Select(row => row.CellUnder("State").TextContent)
            .ShouldBe(["Active", "Locked", "Active", "Disabled"]);
    }

    [Fact]
    public void UsersPage_WhileLoadingFirst_ShowsSkeletonRows()
    {
        var answer = new TaskCompletionSource<Answer<UserListing>>();
        Bus.Answer<ListUsers, UserListing>(_ => answer.Task);

        var page = Show<UsersPage>();

        page.FindAll("tbody tr .ua-skeleton").ShouldNotBeEmpty();
        answer.SetResult(new() { Value = Shown });
        page.WaitForAssertion(() => page.FindAll("tbody tr .ua-skeleton").ShouldBeEmpty());
    }

    [Fact]
    public void UsersPage_WhenOpenedByAnAddress_AsksForWhatItSays()
    {
        Navigation.NavigateTo("users?q=ada&sort=email&desc=true&page=3");

        var page = Show<UsersPage>();

        Bus.Asked<ListUsers>().ShouldBe([new ListUsers("ada", UserFields.Email.Sort, Descending: true, PageNumber: 3)]);
        page.Find("input[data-search]").GetAttribute("value").ShouldBe("ada");
        page.Find("th[aria-sort=descending]").TextContent.Trim().ShouldBe("Email");
    }

    [Fact]
    public void UsersPage_WhenTheAddressIsNonsense_ShowsTheFirstPage()
    {
        Navigation.NavigateTo("users?sort=99&desc=perhaps&page=-1");

        Show<UsersPage>();

        Bus.Asked<ListUsers>().ShouldBe([new ListUsers("")]);
    }

    [Fact]
    public async Task UsersPage_WhenTyping_SearchesOnceAfterAPause()
    {
        var page = Show<UsersPage>();

        var before = Task.CompletedTask;
        foreach (var typed in new[] { "a", "ad", "ada" })
        {
            var keystroke = page.Find("input[data-search]").InputAsync(typed);
            await Clock.SomeoneWaitsAsync();
            // Less than the pause since this keystroke, more than the pause since the one before.
            Clock.Advance(UserSearchBox.SearchPause * 0.75);
            await before;
            before = keystroke;
        }

        Clock.Advance(UserSearchBox.SearchPause);
        await page.WaitForAssertionAsync(() =>
            Bus.Asked<ListUsers>().Select(query => query.Search).ShouldBe(["", "ada"])
        );
        Navigation.Uri.ShouldEndWith("/users?q=ada");
        Navigation.History.First().Options.ReplaceHistoryEntry.ShouldBeTrue();
    }

    [Fact]
    public async Task UsersPage_WhenGoingBack_ShowsWhatTheAddressSaysAgain()
    {
        Navigation.NavigateTo("users?q=ada&page=2");
        var page = Show<UsersPage>();

        await page.InvokeAsync(() => Navigation.NavigateTo("users?q=bob"));

        await page.WaitForAssertionAsync(() => page.Find("input[data-search]").GetAttribute("value").ShouldBe("bob"));
        Bus.Asked<ListUsers>()[^1].ShouldBe(new ListUsers("bob"));
    }

    [Fact]
    public void UsersPage_WhenSorting_GoesToTheFirstPageAndKeepsTheWayBack()
    {
        Navigation.NavigateTo("users?q=ada&page=3");
        var page = Show<UsersPage>();

        Header(page, "Email").Click();
        Navigation.Uri.ShouldEndWith("/users?q=ada&sort=email");
        Header(page, "Email").Click();
        Navigation.Uri.ShouldEndWith("/users?q=ada&sort=email&desc=true");
        Header(page, "Email").Click();
        Navigation.Uri.ShouldEndWith("/users?q=ada");

        Navigation.History.First().Options.ReplaceHistoryEntry.ShouldBeFalse();
        Bus.Asked<ListUsers>().ShouldContain(new ListUsers("ada", UserFields.Email.Sort, Descending: true));
    }

    [Fact]
    public void UsersPage_WhenNobodyMatches_OffersToClearTheSearch()
    {
        Shown = Rows.Listing();
        Navigation.NavigateTo("users?q=zzz&sort=email");

        var page = Show<UsersPage>();

        page.AllByRole("heading", "No users match “zzz”").ShouldHaveSingleItem();
        page.ByRole("link", "Clear the search").GetAttribute("href").ShouldBe("users?sort=email");
    }

    [Fact]
    public void UsersPage_WhenPastTheEnd_LeadsToTheLastPage()
    {
        Shown = new UserListing([], 130);
        Navigation.NavigateTo("users?page=9");

        Show<UsersPage>().ByRole("link", "Go to the last page").GetAttribute("href").ShouldBe("users?page=3");
    }

    [Fact]
    public void UsersPage_WhenAnotherAddressCannotBeLoaded_KeepsTheRowsAndReportsTheFailure()
    {
        var page = Show<UsersPage>();
        var rows = page.FindAll("tbody tr").Count;
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");

        Navigation.NavigateTo("users?q=ada");

        page.WaitForAssertion(() =>
            page.AllByRole("status")
                .ShouldContain(one => one.TextContent.Contains("could not be refreshed", StringComparison.Ordinal))
        );
        page.FindAll("tbody tr").Count.ShouldBe(rows);
    }
}
