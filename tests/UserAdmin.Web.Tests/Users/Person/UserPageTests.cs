using AngleSharp.Dom;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.History;

namespace UserAdmin.Web.Tests.Users.Person;

public sealed class UserPageTests : UserPageContext
{
    [Fact]
    public void UserPage_WhenLoaded_ShowsWhatIsTrue()
    {
        var page = ShowAda();

        page.Find("h1").TextContent.ShouldBe("Ada Lovelace");
        page.FindComponent<StateChip>().Find("span").TextContent.ShouldBe("Active");
        page.Find("code").TextContent.ShouldBe("ada");
        Field(page, "Email").GetAttribute("value").ShouldBe("ada@example.org");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Analyst");
        Render(page.FindComponent<PageTitle>().Instance.ChildContent!).Markup.ShouldBe("Ada Lovelace · Users");
    }

    [Fact]
    public void UserPage_WithUnknownId_ShowsNotFound()
    {
        Row = null;

        var page = ShowAda();

        page.Find("h1").TextContent.ShouldBe("There is no such user");
        page.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void UserPage_WhenTheUserWasRemovedForGood_KeepsTheHistory()
    {
        (Row, History) = (null, Rows.Page(Rows.Event(940, "Account removed for good")));

        var page = ShowAda();

        page.Find("h1").TextContent.ShouldBe("There is no such user");
        page.Find("ol > li").TextContent.ShouldContain("Account removed for good");
    }

    [Theory]
    [InlineData("", "Overview", "form[aria-label=Profile]")]
    [InlineData("?tab=security", "Security", "#password-title")]
    [InlineData("?tab=sessions", "Sessions", "#sessions-title")]
    [InlineData("?tab=claims", "Claims", "#claims-title")]
    [InlineData("?tab=history", "History", "nav[aria-label='Events to show']")]
    [InlineData("?tab=nonsense", "Overview", "form[aria-label=Profile]")]
    public void UserPage_WhenTheAddressNamesATab_ShowsIt(string query, string current, string part)
    {
        var page = ShowAda(query);

        page.Find("nav [aria-current=page]").TextContent.ShouldBe(current);
        page.FindAll(part).Count.ShouldBe(1);
        page.FindAll("form[aria-label=Profile]").Count.ShouldBe(current == "Overview" ? 1 : 0);
    }

    [Fact]
    public void UserPage_ForAHelpDesk_ShowsOnlyTheTabsItMaySee()
    {
        May(Permissions.UsersRead, Permissions.UsersPasswords);

        ShowAda().FindAll("nav a").Select(tab => tab.TextContent).ShouldBe(["Overview", "Security"]);
    }

    [Fact]
    public void UserPage_WhenDeleted_IsReadOnlyWithRestore()
    {
        Row = Rows.Ada().With(row => row.DeletedAt, Rows.Now).With(row => row.PurgeAt, Rows.Now.AddDays(30));
        Bus.Answer<GetSignInAbility, SignInAbility>(_ => Rows.Ability(SignInObstacle.Deleted));

        var page = ShowAda();

        page.Find("fieldset").HasAttribute("disabled").ShouldBeTrue();
        page.FindAll("form[aria-label='Assign role'], #save-reason").ShouldBeEmpty();
        page.FindComponent<UserActionButton>().ByRole("button").TextContent.ShouldBe("Restore user");
        page.FindAll("button").Select(button => button.TextContent.Trim()).ShouldNotContain("Save changes");
    }

    [Fact]
    public void UserPage_WhenNotPermitted_SaysWhichPermissionItNeeds()
    {
        Bus.Answer<GetUser, UserRow>(_ =>
            Task.FromResult(new Answer<UserRow> { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) })
        );

        var page = ShowAda();

        page.Markup.ShouldContain("users.read");
        page.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void UserPage_WhenTheNewUserHasNotArrivedYet_WaitsInsteadOfDenyingIt()
    {
        Bus.Answer<GetUser, UserRow>(_ => Task.FromResult(new Answer<UserRow> { IsStale = true }));

        ShowAda().Markup.ShouldNotContain("There is no such user");
    }

    [Fact]
    public async Task UserPage_WhenTheReadModelFails_KeepsWhatIsTypedAndReportsTheFailure()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");

        await ChangeAsync(Rows.Ada(version: 9));

        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
        page.WaitForAssertion(() =>
            page.AllByRole("status")
                .Count(status => status.TextContent.Contains("could not be refreshed", StringComparison.Ordinal))
                .ShouldBe(4)
        );
    }

    [Fact]
    public async Task UserPage_WhenTheSessionHasEnded_KeepsWhatIsTyped()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        Bus.Answer<GetUser, UserRow>(_ =>
            Task.FromResult(new Answer<UserRow> { Refusal = MessagingErrors.NotSignedIn })
        );

        await ChangeAsync(Rows.Ada(version: 9));

        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
    }

    [Fact]
    public async Task UserPage_WhenItCannotBeLearntWhoChangedATouchedField_AsksAllTheSame()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ =>
            Task.FromException<Answer<Page<HistoryRow>>>(new TimeoutException("Busy."))
        );

        await ChangeAsync(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Described(page, "Job title").ShouldContain("Someone changed this to “Poet” while you were editing");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
    }

    [Fact]
    public void UserPage_WhenItCannotBeLoaded_ReportsTheFailureAndCanBeTriedAgain()
    {
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");
        var page = ShowAda();
        page.Find("h1").TextContent.ShouldBe("This page could not be shown");

        Bus.OnAsk = _ => { };
        Button(page, "Try again").Click();

        page.Find("h1").TextContent.ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task UserPage_WhenAnotherUserChanges_AsksNothing()
    {
        ShowAda();
        Show<UserHistory>(bob => bob.Add(p => p.UserId, "bob"));
        var asked = Bus.Asked<GetUser>().Count;

        Feed.Publish("bob");
        // Bob's history is notified after Ada's page, so it has refreshed by now.
        await Clock.SomeoneWaitsAsync();

        Bus.Asked<GetUser>().Count.ShouldBe(asked);
    }

    [Fact]
    public void UserPage_WhenAnotherUserIsOpened_StartsAfresh()
    {
        var page = ShowAda();
        Field(page, "Email").Input("typed@example.org");
        Row = Rows.User("bob", "Bob Bemer");

        page.Render(parameters => parameters.Add(p => p.UserId, "bob"));

        page.WaitForAssertion(() => Field(page, "Email").GetAttribute("value").ShouldBe("bob@example.org"));
    }

    [Fact]
    public void UserPage_WithoutPermissionToEdit_ShowsButDoesNotOffer()
    {
        May(Permissions.UsersRead);

        var page = ShowAda();

        page.FindAll("button").Select(button => button.TextContent.Trim()).ShouldNotContain("Save changes");
        page.FindAll("button").Select(button => button.TextContent.Trim()).ShouldNotContain("Disable user");
        page.Find("fieldset").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task UserPage_WhenLeft_EndsItsSubscriptions()
    {
        ShowAda();
        Feed.Subscribers.ShouldBeGreaterThan(0);

        await DisposeComponentsAsync();

        Feed.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task UserPage_WhenTheUserChanges_AnnouncesIt()
    {
        List<string> announced = [];
        Services.GetRequiredService<Announcer>().Announced += announced.Add;
        ShowAda();

        await ChangeAsync(Rows.Ada(version: 8));

        announced.ShouldBe(["Ada Lovelace changed"]);
    }
}
