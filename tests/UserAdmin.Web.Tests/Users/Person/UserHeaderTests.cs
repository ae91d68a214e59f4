using AngleSharp.Dom;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
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

        var click = Wanted.ClickAsync();
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
    public async Task UserHeader_WhenInvitingWithoutAMailServer_SaysThatNothingWasDeliveredAndShowsTheLink()
    {
        Delivery.HasServer = false;
        Bus.Answer<GetUserLink, UserLink>(_ => new UserLink("http://localhost/account/accept-invitation?token=x"));
        ShowHeader(Invited());

        var click = Wanted.ClickAsync();
        await InDialog("Send invitation").ClickAsync();
        Dialogs.Markup.ShouldContain("Nothing was delivered to ada@example.org");
        await InDialog("Show the link").ClickAsync();

        Dialogs.Find("#user-link").TextContent.ShouldBe("http://localhost/account/accept-invitation?token=x");
        await InDialog("Done").ClickAsync();
        await click;
        Bus.Sent.Select(sent => sent.Command)
            .ShouldBe([new ResendInvitation("ada"), new TakeUserLink("ada", LinkPurpose.Invitation)]);
        Snackbars.ShouldBeEmpty();
    }

    private UserRow Invited() =>
        Rows.Ada()
            .With(row => row.HasPassword, false)
            .With(row => row.InvitedAt, Clock.GetUtcNow())
            .With(row => row.InvitationExpiresAt, Clock.GetUtcNow().AddDays(7));

    [Fact]
    public void UserHeader_OfAnInvitedPersonWithoutAMailServer_SaysThatNothingWasDelivered()
    {
        Delivery.HasServer = false;
        ShowHeader(Invited());

        Header.Markup.ShouldContain("No mail server is set, so the invitation was not delivered.");
    }

    [Fact]
    public async Task UserHeader_WhenDisabling_SaysFirstWhatWillHappen()
    {
        ShowHeader(Rows.Ada());

        var click = Wanted.ClickAsync();

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

        var click = Wanted.ClickAsync();
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
        var click = Wanted.ClickAsync();
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
        var click = Wanted.ClickAsync();
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
        var click = Wanted.ClickAsync();
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
        var click = Wanted.ClickAsync();
        await InDialog("Disable user").ClickAsync();
        await click;

        Messages.FindAll("button").ShouldNotContain(one => one.TextContent.Trim() == "Undo");
    }

    [Fact]
    public async Task UserHeader_WhenUndoingIsRefused_SaysWhy()
    {
        ShowHeader(Rows.Ada());
        var click = Wanted.ClickAsync();
        await InDialog("Disable user").ClickAsync();
        await click;
        Bus.Refuse(new Error("users.deleted", "This account is deleted. Restore it first."));

        await InSnackbar("Undo").ClickAsync();

        Snackbars.ShouldContain("Not undone. This account is deleted. Restore it first.");
    }

    [Fact]
    public void UserHeader_InEachState_OffersWhatIsMostWantedAndSaysWhatComesNext()
    {
        var now = Rows.Now;
        (UserRow Row, string Chip, string Wanted, string Note)[] states =
        [
            (Rows.Ada(), "Active", "Disable user", ""),
            (
                Rows.Ada()
                    .With(row => row.InvitedAt, now.AddDays(-1))
                    .With(row => row.InvitationExpiresAt, now.AddDays(6)),
                "Invited",
                "Send the invitation again",
                "The invitation expires in 6 days."
            ),
            (
                Rows.Ada()
                    .With(row => row.InvitedAt, now.AddDays(-9))
                    .With(row => row.InvitationExpiresAt, now.AddDays(-2)),
                "Invited",
                "Send the invitation again",
                "The invitation expired 2 days ago: send it again."
            ),
            (
                Rows.Ada().With(row => row.LockedUntil, now.AddHours(3)),
                "Locked",
                "Unlock user",
                "The lock ends in 3 hours."
            ),
            (
                Rows.Ada().With(row => row.DisabledAt, now.AddDays(-3)),
                "Disabled",
                "Enable user",
                "Disabled 3 days ago."
            ),
            (
                Rows.Ada().With(row => row.DisabledAt, now).With(row => row.ExpiresAt, now.AddHours(-1)),
                "Disabled",
                "Enable user",
                "Expired 1 hour ago and was disabled automatically."
            ),
            (
                Rows.Ada().With(row => row.DeletedAt, now.AddDays(-1)).With(row => row.PurgeAt, now.AddDays(29)),
                "Deleted",
                "Restore user",
                "Removed for good in 29 days; until then it can be restored."
            ),
            (
                Rows.Ada().With(row => row.ExpiresAt, now.AddDays(3)),
                "Active",
                "Disable user",
                "The account expires in 3 days."
            ),
            (
                Rows.Ada().With(row => row.MustChangePassword, true),
                "Active",
                "Disable user",
                "Must choose a new password at the next sign-in."
            ),
            (
                Rows.Ada().With(row => row.HasPassword, false),
                "Active",
                "Disable user",
                "There is no password, passkey or external login to sign in with."
            ),
        ];
        foreach (var (row, chip, wanted, note) in states)
        {
            ShowHeader(row);

            Header.FindComponent<StateChip>().Find("span").TextContent.ShouldBe(chip);
            Wanted.TextContent.ShouldBe(wanted);
            Header.ByRole("list", "Notes").TextContent.ShouldContain(note);
        }
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
            "Delete user",
        ]);
        ShowHeader(Rows.Ada().With(row => row.InvitedAt, now));
        Offered.ShouldBe(["Revoke the invitation", "Set expiry …", "Disable user", "Delete user"]);
        ShowHeader(Rows.Ada().With(row => row.DisabledAt, now));
        Offered.ShouldBe(["Set temporary password …", "Set expiry …", "Delete user"]);
        ShowHeader(Rows.Ada().With(row => row.DeletedAt, now));
        Offered.ShouldBe(["Remove for good now …"]);
    }

    [Fact]
    public void UserHeader_ForAHelpDesk_OffersThePasswordActionsAndNothingElse()
    {
        May(Permissions.UsersRead, Permissions.UsersPasswords);

        ShowHeader(Rows.Ada());

        Wanted.TextContent.ShouldBe("Send password-reset link");
        Offered.ShouldBe(["Set temporary password …", "Require a new password"]);
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
    public async Task UserHeader_OfOnesOwnAccount_SaysWhatSomebodyElseHasToDo()
    {
        ShowHeader(Rows.User("grace", "Grace Hopper"));

        var blocked = Header.FindAll("button[aria-disabled=true]");

        blocked
            .Select(item => item.TextContent)
            .ShouldBe(["Set temporary password …", "Lock until …", "Set expiry …", "Disable user", "Delete user"]);
        blocked.ShouldEachBe(item => Header.Find($"#{item.GetAttribute("aria-describedby")}").TextContent.Length > 0);
        await Should.ThrowAsync<Bunit.MissingEventHandlerException>(() => blocked[^1].ClickAsync());
    }
}
