using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

public sealed class UsersPageTests : ConsoleContext
{
    private Page<UserRow> _page = Rows.Page(Rows.Ada(), Rows.User("bob", "Bob Bemer"));

    public UsersPageTests() => Bus.Answer<ListUsers, Page<UserRow>>(_ => _page);

    [Fact]
    public void UsersPage_WhenLoaded_ShowsRowsAsLinksAndAnHonestTotal()
    {
        _page = _page with { Total = 1006 };

        var page = Show<UsersPage>();

        page.FindAll("tbody a").Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([("Ada Lovelace", "users/ada"), ("Bob Bemer", "users/bob")]);
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("1–50 of 1,006");
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("Page 1 of 21");
    }

    [Fact]
    public void UsersPage_WhenLoaded_SaysEachStateInAWord()
    {
        _page = Rows.Page(
            Rows.Ada(),
            Rows.User("bob", "Bob").With(row => row.LockedUntil, Rows.Now.AddMinutes(5)),
            Rows.User("cy", "Cy").With(row => row.LockedUntil, Rows.Now.AddMinutes(-5)),
            Rows.User("di", "Di").With(row => row.DisabledAt, Rows.Now));

        var page = Show<UsersPage>();

        page.FindAll("tbody .ua-chip").Select(chip => chip.TextContent).ShouldBe(["Active", "Locked", "Active", "Disabled"]);
    }

    [Fact]
    public void UsersPage_WhileLoadingFirst_ShowsSkeletonRows()
    {
        var answer = new TaskCompletionSource<Answer<Page<UserRow>>>();
        Bus.Answer<ListUsers, Page<UserRow>>(_ => answer.Task);

        var page = Show<UsersPage>();

        page.FindAll("tbody tr .ua-skeleton").ShouldNotBeEmpty();
        answer.SetResult(new() { Value = _page });
        page.WaitForAssertion(() => page.FindAll("tbody tr .ua-skeleton").ShouldBeEmpty());
    }

    [Fact]
    public void UsersPage_WhenOpenedByAnAddress_AsksForWhatItSays()
    {
        Navigation.NavigateTo("users?q=ada&sort=email&desc=true&page=3");

        var page = Show<UsersPage>();

        Bus.Asked<ListUsers>().ShouldBe([new ListUsers("ada", UserSort.Email, Descending: true, PageNumber: 3)]);
        page.Find("input[type=search]").GetAttribute("value").ShouldBe("ada");
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
            var keystroke = page.Find("input[type=search]").InputAsync(typed);
            await Clock.SomeoneWaitsAsync();
            // Less than the pause since this keystroke, more than the pause since the one before.
            Clock.Advance(UsersPage.SearchPause * 0.75);
            await before;
            before = keystroke;
        }

        Clock.Advance(UsersPage.SearchPause);
        await page.WaitForAssertionAsync(() => Bus.Asked<ListUsers>().Select(query => query.Search).ShouldBe(["", "ada"]));
        Navigation.Uri.ShouldEndWith("/users?q=ada");
        Navigation.History.First().Options.ReplaceHistoryEntry.ShouldBeTrue();
    }

    [Fact]
    public async Task UsersPage_WhenGoingBack_ShowsWhatTheAddressSaysAgain()
    {
        Navigation.NavigateTo("users?q=ada&page=2");
        var page = Show<UsersPage>();

        await page.InvokeAsync(() => Navigation.NavigateTo("users?q=bob"));

        await page.WaitForAssertionAsync(() => page.Find("input[type=search]").GetAttribute("value").ShouldBe("bob"));
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

        Navigation.History.First().Options.ReplaceHistoryEntry.ShouldBeFalse();
        Bus.Asked<ListUsers>()[^1].ShouldBe(new ListUsers("ada", UserSort.Email, Descending: true));
    }

    [Fact]
    public void UsersPage_WhenThereAreMorePages_LinksToThem()
    {
        _page = _page with { Total = 130 };
        Navigation.NavigateTo("users?q=a&page=2");

        var page = Show<UsersPage>();

        page.FindAll("nav[aria-label=Pages] a").Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([("Previous", "users?q=a"), ("Next", "users?q=a&page=3")]);
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("51–100 of 130");
    }

    [Fact]
    public void UsersPage_WhenNobodyMatches_OffersToClearTheSearch()
    {
        _page = Rows.Page<UserRow>();
        Navigation.NavigateTo("users?q=zzz&sort=email");

        var page = Show<UsersPage>();

        page.Find(".ua-empty").TextContent.ShouldContain("Nobody matches “zzz”");
        page.Find(".ua-empty a").GetAttribute("href").ShouldBe("users?sort=email");
    }

    [Fact]
    public void UsersPage_WhenPastTheEnd_LeadsToTheLastPage()
    {
        _page = new Page<UserRow>([], 130);
        Navigation.NavigateTo("users?page=9");

        Show<UsersPage>().Find(".ua-empty a").GetAttribute("href").ShouldBe("users?page=3");
    }

    [Fact]
    public async Task UsersPage_WhenARowChanges_Glows()
    {
        var page = Show<UsersPage>();
        page.FindAll("tr.glow").ShouldBeEmpty();

        _page = Rows.Page(Rows.Ada(version: 8), Rows.User("bob", "Bob Bemer"));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        page.FindAll("tr.glow").ShouldHaveSingleItem().GetAttribute("data-user").ShouldBe("ada");
    }

    [Fact]
    public async Task UsersPage_WhenARowChangesAgain_GlowsAnew()
    {
        var page = Show<UsersPage>();
        _page = Rows.Page(Rows.Ada(version: 8));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();
        var first = page.Find("tr.glow").ClassName;

        _page = Rows.Page(Rows.Ada(version: 9));
        Feed.Publish("ada");
        Clock.Advance(LiveComponent.MinInterval);
        await Clock.SomeoneWaitsAsync();

        page.Find("tr.glow").ClassName.ShouldNotBe(first);
    }

    [Fact]
    public async Task UsersPage_WhenARowOnlyMovesIn_DoesNotGlow()
    {
        var page = Show<UsersPage>();

        _page = Rows.Page(Rows.User("bob", "Bob Bemer"), Rows.User("cy", "Cy"));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        page.FindAll("tbody tr").Count.ShouldBe(2);
        page.FindAll("tr.glow").ShouldBeEmpty();
    }

    [Fact]
    public async Task UsersPage_WhenRowsChange_AnnouncesHowMany()
    {
        List<string> announced = [];
        Services.GetRequiredService<Announcer>().Announced += announced.Add;
        Show<UsersPage>();

        _page = Rows.Page(Rows.Ada(version: 8), Rows.User("bob", "Bob Bemer", version: 9));
        Feed.Publish("ada", "bob");
        await Clock.SomeoneWaitsAsync();

        announced.ShouldBe(["2 users changed"]);
    }

    [Fact]
    public async Task UsersPage_WhenAnOlderAnswerComesLate_KeepsTheNewer()
    {
        var slow = new TaskCompletionSource<Answer<Page<UserRow>>>();
        Bus.Answer<ListUsers, Page<UserRow>>(query =>
            query.Search == "slow" ? slow.Task : Task.FromResult(new Answer<Page<UserRow>> { Value = Rows.Page(Rows.User("bob", "Bob Bemer")) }));
        Navigation.NavigateTo("users?q=slow");
        var page = Show<UsersPage>();

        await page.InvokeAsync(() => Navigation.NavigateTo("users?q=bob"));
        slow.SetResult(new() { Value = Rows.Page(Rows.Ada()) });

        // The late answer has been looked at once the dispatcher is free again.
        await page.InvokeAsync(() => { });
        page.FindAll("tbody a").Select(link => link.TextContent).ShouldBe(["Bob Bemer"]);
    }

    [Fact]
    public void UsersPage_WithoutPermissionToCreate_HidesNewUser()
    {
        Show<UsersPage>().FindAll("a[href='users/new']").ShouldHaveSingleItem().TextContent.ShouldBe("New user");

        May(Permissions.UsersRead);

        Show<UsersPage>().FindAll("a[href='users/new']").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_WhenRefused_SaysWhyAndShowsNoTable()
    {
        Bus.Answer<ListUsers, Page<UserRow>>(_ => Task.FromResult(new Answer<Page<UserRow>> { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) }));

        var page = Show<UsersPage>();

        page.Markup.ShouldContain("You do not have permission to do this.");
        page.FindAll("table").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_WhenAnotherAddressCannotBeLoaded_KeepsTheRowsAndSaysSo()
    {
        var page = Show<UsersPage>();
        var rows = page.FindAll("tbody tr").Count;
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");

        Navigation.NavigateTo("users?q=ada");

        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldContain("could not be brought up to date"));
        page.FindAll("tbody tr").Count.ShouldBe(rows);
    }

    [Fact]
    public void UsersPage_WhenTheOwnChangeIsMissing_SaysSo()
    {
        Bus.Answer<ListUsers, Page<UserRow>>(_ => Task.FromResult(new Answer<Page<UserRow>> { Value = _page, IsStale = true, Position = 4 }));

        Show<UsersPage>().FindComponent<StaleChip>().Instance.IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task UsersPage_WhenLeft_EndsItsSubscription()
    {
        Show<UsersPage>();
        Feed.Subscribers.ShouldBe(1);

        await DisposeComponentsAsync();

        Feed.Subscribers.ShouldBe(0);
    }

    private static AngleSharp.Dom.IElement Header(IRenderedComponent<UsersPage> page, string title) =>
        page.FindAll("th button").Single(button => button.TextContent.Trim() == title);
}
