using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UsersPageLiveTests : UsersPageContext
{
    [Fact]
    public async Task UsersPage_WhenARowChanges_Glows()
    {
        var page = Show<UsersPage>();
        page.FindAll("tr.glow").ShouldBeEmpty();

        Shown = Rows.Listing(Rows.Ada(version: 8), Rows.User("bob", "Bob Bemer"));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        page.FindAll("tr.glow").ShouldHaveSingleItem().GetAttribute("data-user").ShouldBe("ada");
    }

    [Fact]
    public async Task UsersPage_WhenARowChangesAgain_GlowsAnew()
    {
        var page = Show<UsersPage>();
        Shown = Rows.Listing(Rows.Ada(version: 8));
        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();
        var first = page.Find("tr.glow").ClassName;

        Shown = Rows.Listing(Rows.Ada(version: 9));
        Feed.Publish("ada");
        Clock.Advance(LiveComponent.MinInterval);
        await Clock.SomeoneWaitsAsync();

        page.Find("tr.glow").ClassName.ShouldNotBe(first);
    }

    [Fact]
    public async Task UsersPage_WhenARowNoLongerMatches_KeepsItDimmedWithTheWordWhy()
    {
        var page = Show<UsersPage>();

        Shown = Rows.Listing(Rows.Ada().With(row => row.DeletedAt, Rows.Now), Rows.User("bob", "Bob Bemer")) with
        {
            Total = 40,
        };
        NoLongerMatching.UnionWith(["ada", "bob"]);
        await PublishAsync("ada", "bob");

        page.FindAll("tr.gone")
            .Select(row => row.AllByRole("cell")[^1].TextContent)
            .ShouldBe(["deleted", "no longer matches"]);
        page.FindAll("tbody a").Select(link => link.TextContent).ShouldBe(["Ada Lovelace", "Bob Bemer"]);
        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("1–2 of 40");
    }

    [Fact]
    public async Task UsersPage_WhenARowIsNoLongerThere_KeepsWhatItWas()
    {
        var page = Show<UsersPage>();

        Shown = Rows.Listing(Rows.User("bob", "Bob Bemer"));
        await PublishAsync("ada");

        page.FindAll("tbody a").Select(link => link.TextContent).ShouldBe(["Ada Lovelace", "Bob Bemer"]);
        page.Find("tr.gone").GetAttribute("data-user").ShouldBe("ada");
        page.FindAll("tr.glow").ShouldBeEmpty();
    }

    [Fact]
    public async Task UsersPage_WhenOthersAreCreated_SaysHowManyAndShowsThemWhenAsked()
    {
        var page = Show<UsersPage>();
        page.AllByRole("button")
            .ShouldNotContain(button => button.TextContent.EndsWith(" new", StringComparison.Ordinal));

        (NewCount, Shown) = (
            3,
            Rows.Listing(
                Rows.Ada(),
                Rows.User("bob", "Bob Bemer"),
                Rows.User("cy", "Cy").With(row => row.CreatedAt, Rows.Now.AddSeconds(1))
            )
        );
        await PublishAsync("cy", "di", "ed");

        page.FindAll("tbody tr").Count.ShouldBe(2);
        page.AllByRole("button", "3 new").ShouldHaveSingleItem();
        NewCount = 0;
        await page.ByRole("button", "3 new").ClickAsync();

        page.FindAll("tbody a").Select(link => link.TextContent).ShouldBe(["Ada Lovelace", "Bob Bemer", "Cy"]);
        page.Find("tr.glow").GetAttribute("data-user").ShouldBe("cy");
        page.AllByRole("button")
            .ShouldNotContain(button => button.TextContent.EndsWith(" new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UsersPage_WhenOthersComeToMatch_CountsThemAsNewToo()
    {
        var page = Show<UsersPage>();

        // One of the two leaves, and four others come back.
        Shown = Shown with
        {
            Total = 5,
        };
        NoLongerMatching.Add("bob");
        await PublishAsync("bob", "cy", "di", "ed", "fay");

        page.AllByRole("button", "4 new").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task UsersPage_WhenNobodyWasThere_ShowsNewUsersByItself()
    {
        Shown = Rows.Listing();
        var page = Show<UsersPage>();

        Shown = Rows.Listing(Rows.Ada());
        await PublishAsync("ada");

        page.Find("tbody a").TextContent.ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task UsersPage_WhenNothingOfItHasChanged_IsNotDrawnAgain()
    {
        var page = Show<UsersPage>();
        var drawn = page.RenderCount;

        await PublishAsync("somebody", "else");

        Bus.Asked<RefreshUsers>().ShouldHaveSingleItem().UserIds.ShouldBe(["ada", "bob"]);
        page.RenderCount.ShouldBe(drawn);
    }

    [Fact]
    public async Task UsersPage_WhenATotalChanges_DrawsNoRowAgain()
    {
        var page = Show<UsersPage>();
        var table = page.FindComponent<UsersTable>();
        var drawn = table.RenderCount;

        Shown = Shown with { Total = 41 };
        await PublishAsync("somebody");

        page.Find("nav[aria-label=Pages]").TextContent.ShouldContain("of 41");
        table.RenderCount.ShouldBe(drawn);
    }

    [Fact]
    public async Task UsersPage_WhenRowsChange_AnnouncesHowManyEachTime()
    {
        var page = Show<UsersPage>();

        Shown = Rows.Listing(Rows.Ada(version: 8), Rows.User("bob", "Bob Bemer", version: 9));
        Feed.Publish("ada", "bob");
        await Clock.SomeoneWaitsAsync();
        var first = page.Find("[aria-live=polite][data-said]").TextContent;

        Clock.Advance(LiveComponent.MinInterval);
        Shown = Rows.Listing(Rows.Ada(version: 10), Rows.User("bob", "Bob Bemer", version: 11));
        Feed.Publish("ada", "bob");
        await Clock.SomeoneWaitsAsync();

        first.ShouldBe("2 users changed");
        // A repeated announcement must have another text.
        page.WaitForAssertion(() =>
            page.Find("[aria-live=polite][data-said]").TextContent.ShouldBe("2 users changed\u00a0")
        );
    }

    [Fact]
    public async Task UsersPage_WhenAnOlderAnswerComesLate_KeepsTheNewer()
    {
        var slow = new TaskCompletionSource<Answer<UserListing>>();
        Bus.Answer<ListUsers, UserListing>(query =>
            query.Search == "slow"
                ? slow.Task
                : Task.FromResult(new Answer<UserListing> { Value = Rows.Listing(Rows.User("bob", "Bob Bemer")) })
        );
        Navigation.NavigateTo("users?q=slow");
        var page = Show<UsersPage>();

        await page.InvokeAsync(() => Navigation.NavigateTo("users?q=bob"));
        slow.SetResult(new() { Value = Rows.Listing(Rows.Ada()) });

        // The late answer has been processed when the dispatcher is free again.
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
        Bus.Answer<ListUsers, UserListing>(_ =>
            Task.FromResult(new Answer<UserListing> { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) })
        );

        var page = Show<UsersPage>();

        page.Markup.ShouldContain("You do not have permission to do this.");
        page.FindAll("table").ShouldBeEmpty();
    }

    [Fact]
    public void UsersPage_WhenTheOwnChangeIsMissing_ShowsCatchingUp()
    {
        Bus.Answer<ListUsers, UserListing>(_ =>
            Task.FromResult(
                new Answer<UserListing>
                {
                    Value = Shown,
                    IsStale = true,
                    Position = 4,
                }
            )
        );

        Show<UsersPage>().FindComponent<StaleChip>().Instance.IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task UsersPage_WhenLeft_EndsItsSubscription()
    {
        Show<UsersPage>();
        Feed.Subscribers.ShouldBe(2, "the list and its menu of views");

        await DisposeComponentsAsync();

        Feed.Subscribers.ShouldBe(0);
    }
}
