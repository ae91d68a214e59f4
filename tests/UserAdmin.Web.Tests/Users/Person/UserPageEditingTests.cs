using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Users.Person;

public sealed class UserPageEditingTests : UserPageContext
{
    [Fact]
    public void UserPage_WhenSaved_SendsOnlyWhatWasTouchedWithTheVersionSeen()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        Field(page, "Reason (optional)").Input("Ticket 12");

        page.ByRole("form", "Profile").Submit();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBeOfType<CommandSet>().Commands.ShouldBe([new ChangeUserEmail("ada", "countess@example.org", 7)]);
        context.Reason.ShouldBe("Ticket 12");
        context.Actor.Id.ShouldBe("grace");
    }

    [Fact]
    public void UserPage_WhenSaved_ConfirmsAndIsClean()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();
        Bus.OnSend = _ =>
        {
            Row = Rows.Ada(version: 8).With(row => row.Email, "countess@example.org");
            return Task.FromResult(CommandResult.Accepted(8));
        };

        page.ByRole("form", "Profile").Submit();

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
        var submit = page.ByRole("form", "Profile").SubmitAsync();
        Bus.Answer<GetUser, UserRow>(_ => read.Task);

        command.SetResult(CommandResult.Accepted(8));
        await page.WaitForAssertionAsync(() =>
            page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse()
        );

        read.SetResult(new Answer<UserRow> { Value = Row, IsStale = true });
        await submit;
    }

    [Fact]
    public void UserPage_WhenTheOwnChangeHasNotArrivedYet_KeepsShowingIt()
    {
        var page = ShowAda();
        Field(page, "Email").Input("countess@example.org");
        Bus.Answer<GetUser, UserRow>(_ =>
            Task.FromResult(new Answer<UserRow> { Value = Rows.Ada(version: 7), IsStale = true })
        );

        page.ByRole("form", "Profile").Submit();

        Field(page, "Email").GetAttribute("value").ShouldBe("countess@example.org");
        page.FindComponents<StaleChip>()[0].Instance.IsStale.ShouldBeTrue();
    }

    [Fact]
    public void UserPage_WhenNothingWasTouched_SendsNothing()
    {
        var page = ShowAda();

        page.ByRole("form", "Profile").Submit();

        Bus.Sent.ShouldBeEmpty();
        Snackbars.ShouldBe(["Nothing has changed"]);
    }

    [Fact]
    public void UserPage_WhenRefused_ShowsTheReasonBesideTheFieldAndKeepsTheText()
    {
        Bus.Refuse(new Error("users.email-taken", "Another user has this email.", "Email"));
        var page = ShowAda();
        Field(page, "Email").Input("bob@example.org");

        page.ByRole("form", "Profile").Submit();

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
        page.ByRole("form", "Profile").Submit();

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
        page.ByRole("form", "Profile").Submit();
        page.ByRole("alert").TextContent.ShouldContain("did not answer");

        page.ByRole("form", "Profile").Submit();

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
        History = Rows.Page(
            Rows.Event(9, "Profile changed", new FieldChange("JobTitle", "Analyst", "Poet"))
                .With(entry => entry.ActorId, "bob")
                .With(entry => entry.ActorName, "Bob Bemer")
        );

        await ChangeAsync(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Described(page, "Job title").ShouldContain("Bob Bemer changed this to “Poet” while you were editing");
        Field(page, "Job title").GetAttribute("value").ShouldBe("Countess");
    }
}
