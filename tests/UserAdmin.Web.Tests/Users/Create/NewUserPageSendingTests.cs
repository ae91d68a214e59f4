using System.Text.RegularExpressions;
using AngleSharp.Dom;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users.Create;

namespace UserAdmin.Web.Tests.Users.Create;

public sealed partial class NewUserPageSendingTests : NewUserPageContext
{
    [Fact]
    public void NewUserPage_WhenSubmitted_SendsWhatWasTyped()
    {
        var page = ShowWithPassword();
        foreach (
            var (label, value) in Labels.Zip([
                "Ada Lovelace",
                "ada@example.org",
                "countess",
                "engine engine engine",
                "Ada",
                "Lovelace",
                "Analyst",
                "Engines",
                "E-1",
                "4130",
                "Babbage & Co",
                "Mills",
                "",
                "+44 20",
                "en-GB",
                "Europe/London",
                "HR-0042",
            ])
        )
        {
            Field(page, label).Input(value);
        }

        page.Find("form").Submit();

        var command = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateUser>();
        command.ShouldBe(
            new CreateUser(command.UserId, "countess", "ada@example.org", "Ada Lovelace")
            {
                GivenName = "Ada",
                FamilyName = "Lovelace",
                JobTitle = "Analyst",
                Department = "Engines",
                EmployeeNumber = "E-1",
                CostCenter = "4130",
                Organization = "Babbage & Co",
                Division = "Mills",
                PhoneNumber = "+44 20",
                Locale = "en-GB",
                TimeZone = "Europe/London",
                ExternalId = "HR-0042",
                Password = "engine engine engine",
            }
        );
        UuidV7().IsMatch(command.UserId).ShouldBeTrue(command.UserId);
    }

    [Fact]
    public void NewUserPage_WhenOptionalFieldsAreEmpty_SendsNone()
    {
        var page = ShowWithPassword();
        Field(page, "Display name").Input(" Ada ");
        Field(page, "Email").Input("ada@example.org ");

        page.Find("form").Submit();

        var command = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateUser>();
        command.ShouldBe(new CreateUser(command.UserId, "ada", "ada@example.org", "Ada"));
    }

    [Fact]
    public void NewUserPage_WhenInviting_CreatesGivesRolesAndInvitesAllOrNothing()
    {
        var page = Show<NewUserPage>();
        Field(page, "Display name").Input("Ada");
        Field(page, "Email").Input("ada@example.org");
        page.Find("input[value=role-Auditor]").Change(true);

        page.Find("form").Submit();

        var commands = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CommandSet>().Commands;
        var id = commands[0].ShouldBeOfType<CreateUser>().UserId;
        commands.ShouldBe([
            new CreateUser(id, "ada", "ada@example.org", "Ada"),
            new AssignRole(id, "role-Auditor"),
            new InviteUser(id),
        ]);
        Navigation.Uri.ShouldEndWith($"/users/{id}");
        Snackbars.ShouldBe(["Invitation sent to ada@example.org"]);
    }

    [Fact]
    public void NewUserPage_WhenInvitingAfterAPasswordWasTyped_SendsNoPassword()
    {
        var page = ShowWithPassword();
        Field(page, "Initial password").Input("engine engine engine");
        page.Find("input[value=invite]").Change("invite");

        page.Find("form").Submit();

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.OfType<CreateUser>()
            .ShouldHaveSingleItem()
            .Password.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NewUserPage_WhenAccepted_GoesToTheNewUserWithoutAsking(bool atOnce)
    {
        var answer = new TaskCompletionSource<CommandResult>();
        Bus.OnSend = _ => answer.Task;
        var dialogs = ShowDialogs();
        var page = ShowWithPassword();
        await Field(page, "Display name").InputAsync("Ada Lovelace");

        if (atOnce)
        {
            answer.SetResult(CommandResult.Accepted(9));
        }

        var submit = page.Find("form").SubmitAsync();
        answer.TrySetResult(CommandResult.Accepted(9));
        await submit;

        dialogs.Markup.ShouldNotContain("Leave without saving?");
        Navigation.Uri.ShouldEndWith($"/users/{((CreateUser)Bus.Sent[0].Command).UserId}");
        Snackbars.ShouldBe(["Ada Lovelace created"]);
    }

    [Fact]
    public void NewUserPage_WhenRefused_ShowsEachReasonBesideItsFieldAndKeepsTheText()
    {
        Bus.Refuse(
            new Error("users.email-taken", "Another user has this email.", "Email"),
            new Error("users.password-short", "Use at least 12 characters.", "Password"),
            new Error("x", "Something else is wrong.")
        );
        var page = ShowWithPassword();
        Field(page, "Email").Input("ada@example.org");
        Field(page, "Initial password").Input("short");

        page.Find("form").Submit();

        Described(page, "Email").ShouldContain("Another user has this email.");
        Field(page, "Email").GetAttribute("aria-invalid").ShouldBe("true");
        Described(page, "Initial password").ShouldContain("Use at least 12 characters.");
        page.ByRole("alert").TextContent.Trim().ShouldBe("Something else is wrong.");
        Field(page, "Display name").HasAttribute("aria-invalid").ShouldBeFalse();
        Field(page, "Email").GetAttribute("value").ShouldBe("ada@example.org");
        Field(page, "Initial password").GetAttribute("value").ShouldBe("short");
        Navigation.Uri.ShouldEndWith("/users/new?how=password");
    }

    [Fact]
    public void NewUserPage_WhenRefused_FocusesTheFirstBadField()
    {
        Bus.Refuse(new Error("b", "Bad.", "TimeZone"), new Error("a", "Bad.", "Email"));
        var page = ShowWithPassword();
        var email = Field(page, "Email").Clone();

        page.Find("form").Submit();

        JSInterop.VerifyFocusAsyncInvoke().Arguments[0].ShouldBeElementReferenceTo((IElement)email);
    }

    [Fact]
    public void NewUserPage_WhenTheAnswerWasLost_RetriesTheSameCommandUnderTheSameId()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var page = ShowWithPassword();
        Field(page, "Display name").Input("Ada Lovelace");
        page.Find("form").Submit();
        page.ByRole("alert").TextContent.ShouldContain("did not answer");

        Bus.OnSend = _ => Task.FromResult(CommandResult.Accepted(9));
        page.Find("form").Submit();

        Bus.Sent.Count.ShouldBe(2);
        Bus.Sent[1].Command.ShouldBe(Bus.Sent[0].Command);
        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public void NewUserPage_WhenTheTextChangedSinceTheAnswerWasLost_SendsAnotherIntention()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var page = ShowWithPassword();
        Field(page, "Display name").Input("Ada Lovelace");
        page.Find("form").Submit();

        Field(page, "Display name").Input("Ada King");
        page.Find("form").Submit();

        // With the first id, the program would answer “accepted” for a text that it never received.
        Bus.Sent[1].Context.CommandId.ShouldNotBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public void NewUserPage_AfterARefusal_SendsTheSameUserUnderAnotherId()
    {
        Bus.Refuse(new Error("a", "Bad.", "Email"));
        var page = ShowWithPassword();
        page.Find("form").Submit();

        Field(page, "Email").Input("ada@example.org");
        page.Find("form").Submit();

        ((CreateUser)Bus.Sent[1].Command).UserId.ShouldBe(((CreateUser)Bus.Sent[0].Command).UserId);
        Bus.Sent[1].Context.CommandId.ShouldNotBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public async Task NewUserPage_WhileBusy_IgnoresFurtherClicks()
    {
        var answer = new TaskCompletionSource<CommandResult>();
        Bus.OnSend = _ => answer.Task;
        var page = ShowWithPassword();

        var first = page.Find("form").SubmitAsync();
        var second = page.Find("form").SubmitAsync();

        Button(page, "Create user").HasAttribute("disabled").ShouldBeTrue();
        answer.SetResult(CommandResult.Refused(new Error("a", "Bad.")));
        await first;
        await second;
        Bus.Sent.Count.ShouldBe(1);
        Button(page, "Create user").HasAttribute("disabled").ShouldBeFalse();
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex UuidV7();
}
