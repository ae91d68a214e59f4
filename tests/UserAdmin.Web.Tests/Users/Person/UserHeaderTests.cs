using AngleSharp.Dom;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users.Person;

public sealed class UserHeaderTests : UserHeaderContext
{
    [Fact]
    public async Task UserHeader_WhenDisablingIsConfirmed_SendsItWithTheReason()
    {
        ShowHeader(Rows.Ada());

        var click = Choose("Disable user");
        await Reason.InputAsync(" Left the company ");
        await InDialog("Disable user").ClickAsync();
        await click;

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBe(new DisableUser("ada"));
        context.Reason.ShouldBe("Left the company");
        Reloads.ShouldBe(1);
        Snackbars.ShouldBe(["Ada Lovelace disabled"]);
    }

    [Fact]
    public void UserHeader_OfAnAccountThatAnotherProgramCreated_SaysSinceWhenItIsKnown()
    {
        ShowHeader(Rows.Ada());
        Header.Find(".facts").TextContent.ShouldContain("Created");

        ShowHeader(Rows.Ada().With(row => row.IsCreatedBefore, true));

        Header.Find(".facts").TextContent.ShouldContain("Known since");
        Header.Find(".facts").TextContent.ShouldNotContain("Created");
    }

    [Fact]
    public async Task UserHeader_WhenDisabling_SaysFirstWhatWillHappen()
    {
        ShowHeader(Rows.Ada());

        var click = Choose("Disable user");

        Dialogs.Markup.ShouldContain("Disable Ada Lovelace?");
        Dialogs.Markup.ShouldContain("signed out everywhere at once");
        Bus.Sent.ShouldBeEmpty();
        await InDialog("Cancel").ClickAsync();
        await click;
        Bus.Sent.ShouldBeEmpty();
        Reloads.ShouldBe(0);
    }

    [Fact]
    public async Task UserHeader_WhenRefused_KeepsTheDialogOpenWithTheReason()
    {
        Bus.Refuse(new Error("users.last-administrator", "The last administrator cannot be disabled."));
        ShowHeader(Rows.Ada());

        var click = Choose("Disable user");
        await Reason.InputAsync("Left");
        await InDialog("Disable user").ClickAsync();

        Dialogs.ByRole("alert").TextContent.ShouldContain("The last administrator cannot be disabled.");
        Reason.GetAttribute("value").ShouldBe("Left");
        await InDialog("Cancel").ClickAsync();
        await click;
        Snackbars.ShouldBeEmpty();
    }

    [Fact]
    public async Task UserHeader_WhenTheAnswerWasLost_RetriesUnderTheSameId()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        ShowHeader(Rows.Ada());
        var click = Choose("Disable user");
        await InDialog("Disable user").ClickAsync();
        Dialogs.ByRole("alert").TextContent.ShouldContain("did not answer");

        Bus.OnSend = _ => Task.FromResult(CommandResult.Accepted(9));
        await InDialog("Disable user").ClickAsync();
        await click;

        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public async Task UserHeader_WhenDisablingIsUndone_SaysSoAndOffersToDoItAgain()
    {
        ShowHeader(Rows.Ada());
        var click = Choose("Disable user");
        await InDialog("Disable user").ClickAsync();
        await click;

        await InSnackbar("Undo").ClickAsync();

        ShouldUndoFor("ada");
        Bus.Sent[^1].Context.Reason.ShouldBe("Undo");
        Snackbars.ShouldContain("Undone: Ada Lovelace disabled");
        await InSnackbar("Redo").ClickAsync();
        ShouldUndoFor("ada");
        Bus.Sent.Count.ShouldBe(3);
        Snackbars.ShouldContain("Redone: Ada Lovelace disabled");
    }

    [Fact]
    public async Task UserHeader_WhenSomethingStandsInTheWayOfUndoing_OpensThePage()
    {
        Bus.Answer<PreviewUndo, UndoPreview>(_ => new UndoPreview(0, 0, 0, 0, new Page<UndoAccount>([], 0), 0, 0, 0));
        ShowHeader(Rows.Ada());
        var click = Choose("Disable user");
        await InDialog("Disable user").ClickAsync();
        await click;
        Bus.Refuse(UndoErrors.NotBack(["Account: Bo has changed it since."]));

        await InSnackbar("Undo").ClickAsync();

        Navigation.Uri.ShouldEndWith("/undo?command=100");
    }

    [Fact]
    public async Task UserHeader_WhenTheCommandChangedNothing_OffersNoUndo()
    {
        Bus.OnSend = _ => Task.FromResult(CommandResult.Accepted(9, changed: false));
        ShowHeader(Rows.Ada());
        var click = Choose("Disable user");
        await InDialog("Disable user").ClickAsync();
        await click;

        Messages.FindAll("button").ShouldNotContain(one => one.TextContent.Trim() == "Undo");
    }

    [Fact]
    public async Task UserHeader_WhenUndoingIsRefused_SaysWhy()
    {
        ShowHeader(Rows.Ada());
        var click = Choose("Disable user");
        await InDialog("Disable user").ClickAsync();
        await click;
        Bus.Refuse(new Error("users.deleted", "This account is deleted. Restore it first."));

        await InSnackbar("Undo").ClickAsync();

        Snackbars.ShouldContain("Not undone. This account is deleted. Restore it first.");
    }

    [Fact]
    public void UserHeader_InEachState_OffersOnlyWhatMakesSense()
    {
        var now = Rows.Now;
        ShowHeader(Rows.Ada().With(row => row.EmailConfirmed, true));
        Offered.ShouldBe([
            "Send password-reset link",
            "Set temporary password …",
            "Require a new password",
            "Sign out everywhere",
            "Lock until …",
            "Set expiry …",
            "Disable user",
            "Delete user",
        ]);
        ShowHeader(Rows.Ada().With(row => row.HasPassword, false).With(row => row.TwoFactorEnabled, true));
        Offered.ShouldBe([
            "Invite by email",
            "Send a link to confirm the email",
            "Mark the email as confirmed",
            "Send password-reset link",
            "Set temporary password …",
            "Reset two-factor",
            "Sign out everywhere",
            "Lock until …",
            "Set expiry …",
            "Disable user",
            "Delete user",
        ]);
        ShowHeader(Rows.Ada().With(row => row.InvitedAt, now));
        Offered.ShouldBe([
            "Send the invitation again",
            "Revoke the invitation",
            "Set expiry …",
            "Disable user",
            "Delete user",
        ]);
        ShowHeader(Rows.Ada().With(row => row.DisabledAt, now));
        Offered.ShouldBe(["Set temporary password …", "Set expiry …", "Enable user", "Delete user"]);
        ShowHeader(Rows.Ada().With(row => row.DeletedAt, now));
        Offered.ShouldBe(["Restore user", "Remove for good now …"]);
    }

    [Fact]
    public void UserHeader_ForAHelpDesk_OffersThePasswordActionsAndNothingElse()
    {
        May(Permissions.UsersRead, Permissions.UsersPasswords);

        ShowHeader(Rows.Ada());

        Offered.ShouldBe(["Send password-reset link", "Set temporary password …", "Require a new password"]);
    }

    [Fact]
    public void UserHeader_WithoutAnyPermissionToAct_OffersNothing()
    {
        May(Permissions.UsersRead, Permissions.AuditRead);

        ShowHeader(Rows.Ada());

        Header.FindAll("header button").ShouldBeEmpty();
    }

    [Fact]
    public void UserHeader_WhenTheLockEndsByItself_AsksForTheRowAgain()
    {
        ShowHeader(Rows.Ada().With(row => row.LockedUntil, Rows.Now.AddMinutes(15)));

        Clock.Advance(TimeSpan.FromMinutes(15));

        Header.WaitForAssertion(() => Reloads.ShouldBe(1));
    }

    [Fact]
    public void UserHeader_OfOnesOwnAccount_OffersOnlyWhatIsDoneAndSaysWhySo()
    {
        ShowHeader(Rows.User("grace", "Grace Hopper"));

        Offered.ShouldNotContain("Disable user");
        Offered.ShouldNotContain("Set temporary password …");
        Offered.ShouldContain("Send password-reset link");
        Header
            .FindAll(".why")
            .Select(line => line.TextContent)
            .ShouldBe([
                "You change your own password on the page “Your account”.",
                "This is your own account: another administrator can lock, disable or delete it, or set when it expires.",
            ]);
    }

    [Fact]
    public void UserHeader_OfWhatWouldBeRefused_OffersItNotAndSaysWhy()
    {
        Ability = Rows.Ability() with { IsLastAdministrator = true };
        ShowHeader(Rows.Ada());
        Offered.ShouldBe([
            "Send a link to confirm the email",
            "Mark the email as confirmed",
            "Send password-reset link",
            "Set temporary password …",
            "Require a new password",
            "Sign out everywhere",
        ]);
        Header.Find(".why").TextContent.ShouldBe(UserErrors.LastAdministrator.Message);

        Ability = Rows.Ability(facts: new SignInFacts { HasPassword = true, EmailNeedsProof = true });
        ShowHeader(Rows.Ada());
        Offered.ShouldNotContain("Send password-reset link");
        Header.Find(".why").TextContent.ShouldBe(UserErrors.EmailNeedsProof.Message);

        Ability = Rows.Ability() with { HoldsMore = true };
        ShowHeader(Rows.Ada());
        Offered.ShouldBeEmpty();
        Header.Find(".why").TextContent.ShouldBe(UserErrors.HoldsMore.Message);
    }

    [Fact]
    public void UserHeader_OfAnAccountThatNobodyCanSignInTo_DoesNotCallItActive()
    {
        ShowHeader(Rows.Ada());
        Header.Find(".ua-chip").TextContent.ShouldBe("Active");

        ShowHeader(Rows.Ada().With(row => row.HasPassword, false));
        (Header.Find(".ua-chip").TextContent, Header.Find(".ua-chip").ClassName).ShouldBe(
            ("No sign-in", "ua-chip warn")
        );

        ShowHeader(Rows.Ada().With(row => row.HasPassword, false).With(row => row.PasskeyCount, 1));
        Header.Find(".ua-chip").ClassName.ShouldBe("ua-chip active");
    }
}
