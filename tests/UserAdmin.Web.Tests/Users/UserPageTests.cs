using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

public sealed class UserPageTests : ConsoleContext
{
    private UserRow? _row = Rows.Ada(version: 7);
    private Page<HistoryRow> _history = Rows.Page<HistoryRow>();

    public UserPageTests()
    {
        Bus.Answer<GetUser, UserRow>(_ => _row);
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ => _history);
        Bus.Answer<ListUserRoles, Page<UserRoleRow>>(_ => Rows.Page<UserRoleRow>());
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page<RoleRow>());
    }

    [Fact]
    public void UserPage_WhenLoaded_ShowsWhatIsTrue()
    {
        var page = ShowAda();

        page.Find("h1").TextContent.ShouldBe("Ada Lovelace");
        page.Find(".ua-page-header .ua-chip").TextContent.ShouldBe("Active");
        page.Find("code").TextContent.ShouldBe("ada");
        Field(page, "Email").GetAttribute("value").ShouldBe("ada@example.org");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Analyst");
        Render(page.FindComponent<PageTitle>().Instance.ChildContent!).Markup.ShouldBe("Ada Lovelace · Users");
    }

    [Fact]
    public void UserPage_WhenThereIsNoSuchUser_SaysSo()
    {
        _row = null;

        var page = ShowAda();

        page.Find("h1").TextContent.ShouldBe("There is no such user");
        page.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void UserPage_WhenNotPermitted_SaysWhichPermissionItNeeds()
    {
        Bus.Answer<GetUser, UserRow>(_ => Task.FromResult(new Answer<UserRow> { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) }));

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
    public void UserPage_WhenSaved_SendsOnlyWhatWasTouchedWithTheVersionSeen()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        Field(page, "Reason (optional)").Input("Ticket 12");

        page.Find("form[aria-label=Profile]").Submit();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBeOfType<CommandSet>().Commands.ShouldBe([new ChangeUserEmail("ada", "countess@example.org", 7)]);
        context.Reason.ShouldBe("Ticket 12");
        context.Actor.Id.ShouldBe("grace");
    }

    [Fact]
    public void UserPage_WhenSaved_SaysSoAndIsClean()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();
        Bus.OnSend = _ =>
        {
            _row = Rows.Ada(version: 8).With(row => row.Email, "countess@example.org");
            return Task.FromResult(CommandResult.Accepted(8));
        };

        page.Find("form[aria-label=Profile]").Submit();

        Snackbars.ShouldBe(["Saved"]);
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse();
        Field(page, "Email").GetAttribute("value").ShouldBe("countess@example.org");
    }

    [Fact]
    public async Task UserPage_WhileTheReadModelCatchesUpAfterASave_IsClean()
    {
        var command = new TaskCompletionSource<CommandResult>();
        var read = new TaskCompletionSource<Answer<UserRow>>();
        Bus.OnSend = _ => command.Task;
        var page = ShowAda();
        await Field(page, "Email").InputAsync("countess@example.org");
        var submit = page.Find("form[aria-label=Profile]").SubmitAsync();
        Bus.Answer<GetUser, UserRow>(_ => read.Task);

        command.SetResult(CommandResult.Accepted(8));
        await page.WaitForAssertionAsync(() => page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse());

        read.SetResult(new Answer<UserRow> { Value = _row, IsStale = true });
        await submit;
    }

    [Fact]
    public void UserPage_WhenTheOwnChangeHasNotArrivedYet_KeepsShowingIt()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        Bus.Answer<GetUser, UserRow>(_ => Task.FromResult(new Answer<UserRow> { Value = Rows.Ada(version: 7), IsStale = true }));

        page.Find("form[aria-label=Profile]").Submit();

        Field(page, "Email").GetAttribute("value").ShouldBe("countess@example.org");
        page.FindComponents<StaleChip>()[0].Instance.IsStale.ShouldBeTrue();
    }

    [Fact]
    public void UserPage_WhenNothingWasTouched_SendsNothing()
    {
        var page = ShowAda();

        page.Find("form[aria-label=Profile]").Submit();

        Bus.Sent.ShouldBeEmpty();
        Snackbars.ShouldBe(["Nothing has changed"]);
    }

    [Fact]
    public void UserPage_WhenRefused_ShowsTheReasonBesideTheFieldAndKeepsTheText()
    {
        Bus.Refuse(new Error("users.email-taken", "Another user has this email.", "Email"));
        var page = ShowAda();
        Field(page, "Email").Input("bob@example.org");

        page.Find("form[aria-label=Profile]").Submit();

        Described(page, "Email").ShouldContain("Another user has this email.");
        Field(page, "Email").GetAttribute("value").ShouldBe("bob@example.org");
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();
    }

    [Fact]
    public void UserPage_WhenTheEditIsStale_ShowsTheOthersValueAndKeepsMineOnDemand()
    {
        var page = RefusedAsStale();

        Described(page, "Email").ShouldContain("Bob Bemer");
        Described(page, "Email").ShouldContain("theirs@example.org");
        page.Find("#field-Email-other time").GetAttribute("title").ShouldBe("2026-03-01 12:00:00 UTC");
        Field(page, "Email").GetAttribute("value").ShouldBe("mine@example.org");

        Button(page, "Keep mine").Click();
        page.FindAll("#field-Email-other").ShouldBeEmpty();
        page.Find("form[aria-label=Profile]").Submit();

        ((CommandSet)Bus.Sent[1].Command).Commands.ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 12)]);
        Bus.Sent[1].Context.CommandId.ShouldNotBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public void UserPage_WhenTheEditIsStale_TakesTheirsOnDemand()
    {
        var page = RefusedAsStale();

        Button(page, "Take theirs").Click();

        Field(page, "Email").GetAttribute("value").ShouldBe("theirs@example.org");
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void UserPage_WhenTheAnswerWasLost_RetriesUnderTheSameId()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        page.Find("form[aria-label=Profile]").Submit();
        page.Find("[role=alert]").TextContent.ShouldContain("did not answer");

        page.Find("form[aria-label=Profile]").Submit();

        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public async Task UserPage_WhenOthersChangeOtherFields_TakesThemInAndKeepsWhatIsTyped()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");

        await ChangeAsync(Rows.Ada(version: 9).With(row => row.Department, "Looms"));

        Field(page, "Department").GetAttribute("value").ShouldBe("Looms");
        Field(page, "Department").ClassList.ShouldContain("glow");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
        Field(page, "Job title").ClassList.ShouldNotContain("glow");
    }

    [Fact]
    public async Task UserPage_WhenOthersChangeATouchedField_SaysWhoAndKeepsWhatIsTyped()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        _history = Rows.Page(
            Rows.Event(9, "Profile changed", new FieldChange("JobTitle", "Analyst", "Poet")).With(entry => entry.ActorId, "bob").With(entry => entry.ActorName, "Bob Bemer"));

        await ChangeAsync(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Described(page, "Job title").ShouldContain("Bob Bemer changed this to “Poet” while you were editing");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
    }

    [Fact]
    public async Task UserPage_WhenTheReadModelFails_KeepsWhatIsTypedAndSaysSo()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        Bus.OnAsk = _ => throw new TimeoutException("Busy.");

        await ChangeAsync(Rows.Ada(version: 9));

        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
        page.FindAll(".ua-load-fault").Count.ShouldBe(3);
    }

    [Fact]
    public async Task UserPage_WhenItCannotBeLearntWhoChangedATouchedField_AsksAllTheSame()
    {
        var page = ShowAda();
        await Field(page, "Job title").InputAsync("Countess");
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ => Task.FromException<Answer<Page<HistoryRow>>>(new TimeoutException("Busy.")));

        await ChangeAsync(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Described(page, "Job title").ShouldContain("Someone changed this to “Poet” while you were editing");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
    }

    [Fact]
    public void UserPage_WhenItCannotBeLoaded_SaysSoAndCanBeTriedAgain()
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
        // Bob's history was told after Ada's page, and has refreshed by now.
        await Clock.SomeoneWaitsAsync();

        Bus.Asked<GetUser>().Count.ShouldBe(asked);
    }

    [Fact]
    public void UserPage_WhenAnotherUserIsOpened_StartsAfresh()
    {
        var page = ShowAda();
        Field(page, "Email").Input("typed@example.org");
        _row = Rows.User("bob", "Bob Bemer");

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

    private IRenderedComponent<UserPage> ShowAda() => Show<UserPage>(page => page.Add(p => p.UserId, "ada"));

    private IRenderedComponent<UserPage> RefusedAsStale()
    {
        Bus.Refuse(new StaleEdit("Email", "theirs@example.org", "Bob Bemer", Rows.Now, 12, "Bob Bemer changed this."));
        var page = ShowAda();
        Field(page, "Email").Input("mine@example.org");
        page.Find("form[aria-label=Profile]").Submit();
        return page;
    }

    /// <summary>Somebody else's change reaches the page: its three parts refresh.</summary>
    private async Task ChangeAsync(UserRow row)
    {
        _row = row;
        Feed.Publish("ada");
        for (var part = 0; part < 3; part++)
        {
            await Clock.SomeoneWaitsAsync();
        }
    }

    private static IElement Field(IRenderedComponent<UserPage> page, string label) =>
        page.Find($"#{page.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for")}");

    private static IElement Button(IRenderedComponent<UserPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static string Described(IRenderedComponent<UserPage> page, string label) =>
        string.Join(' ', Field(page, label).GetAttribute("aria-describedby")!.Split(' ').Select(id => string.Join(' ', page.Find($"#{id}").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
}
