using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Tests.Users;
using UserAdmin.Web.Tests.Users.Person;

namespace UserAdmin.Web.Tests.Users.Actions;

/// <summary>Each action: what it sends, what it says, and whether it can be undone.</summary>
public sealed class UserActionTests : UserHeaderContext
{
    private static readonly DateTimeOffset _now = Rows.Now;

    private static readonly Dictionary<
        string,
        (UserRow Row, string Label, string Button, ICommand Sends, string Says, bool IsUndoable)
    > _actions = new()
    {
        ["enable"] = (
            Rows.Ada().With(row => row.DisabledAt, _now),
            "Enable user",
            "Enable user",
            new EnableUser("ada"),
            "Ada Lovelace enabled",
            true
        ),
        ["disable an invited one"] = (
            Invited(),
            "Disable user",
            "Disable user",
            new DisableUser("ada"),
            "Ada Lovelace disabled",
            true
        ),
        ["unlock"] = (
            Rows.Ada().With(row => row.LockedUntil, _now.AddHours(1)),
            "Unlock user",
            "Unlock user",
            new UnlockUser("ada"),
            "Ada Lovelace unlocked",
            true
        ),
        ["delete"] = (Rows.Ada(), "Delete user", "Delete user", new DeleteUser("ada"), "Ada Lovelace deleted", true),
        ["restore"] = (
            Rows.Ada().With(row => row.DeletedAt, _now),
            "Restore user",
            "Restore user",
            new RestoreUser("ada"),
            "Ada Lovelace restored",
            true
        ),
        ["invite"] = (
            Rows.Ada().With(row => row.HasPassword, false),
            "Invite by email",
            "Send invitation",
            new InviteUser("ada"),
            "Invitation sent to ada@example.org",
            false
        ),
        ["resend"] = (
            Invited(),
            "Send the invitation again",
            "Send invitation",
            new ResendInvitation("ada"),
            "Invitation sent to ada@example.org",
            false
        ),
        ["revoke"] = (
            Invited(),
            "Revoke the invitation",
            "Revoke invitation",
            new RevokeInvitation("ada"),
            "Invitation of Ada Lovelace revoked",
            false
        ),
        ["send confirmation"] = (
            Rows.Ada(),
            "Send a link to confirm the email",
            "Send link",
            new SendEmailConfirmation("ada"),
            "Link sent to ada@example.org",
            false
        ),
        ["confirm"] = (
            Rows.Ada(),
            "Mark the email as confirmed",
            "Mark as confirmed",
            new ConfirmUserEmail("ada"),
            "ada@example.org is confirmed",
            false
        ),
        ["send reset"] = (
            Rows.Ada(),
            "Send password-reset link",
            "Send link",
            new SendPasswordReset("ada"),
            "Password-reset link sent to ada@example.org",
            false
        ),
        ["require change"] = (
            Rows.Ada(),
            "Require a new password",
            "Require new password",
            new RequirePasswordChange("ada"),
            "Ada Lovelace must choose a new password",
            false
        ),
        ["reset two-factor"] = (
            Rows.Ada().With(row => row.TwoFactorEnabled, true),
            "Reset two-factor",
            "Reset two-factor",
            new ResetTwoFactor("ada"),
            "Two-factor of Ada Lovelace reset",
            false
        ),
        ["sign out"] = (
            Rows.Ada(),
            "Sign out everywhere",
            "Sign out everywhere",
            new EndAllSessions("ada"),
            "Ada Lovelace signed out everywhere",
            false
        ),
    };

    public static TheoryData<string> Actions => [.. _actions.Keys];

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task UserAction_WhenConfirmed_SendsItConfirmsAndOffersUndo(string action)
    {
        var (row, label, button, sends, says, isUndoable) = _actions[action];
        ShowHeader(row);

        var done = Start(label);
        await Reason.InputAsync("Ticket 12");
        Bus.Sent.ShouldBeEmpty();
        await InDialog(button).ClickAsync();
        await done;

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBe(sends);
        context.Reason.ShouldBe("Ticket 12");
        Snackbars.ShouldBe([says]);
        Reloads.ShouldBe(1);
        if (!isUndoable)
        {
            Messages.FindAll("button").ShouldNotContain(one => one.TextContent.Trim() == "Undo");
            return;
        }

        await InSnackbar("Undo").ClickAsync();
        ShouldUndoFor("ada");
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task UserAction_WhenRefused_SaysWhyInTheDialogAndNothingElse(string action)
    {
        var (row, label, button, _, _, _) = _actions[action];
        Bus.Refuse(new Error("users.holds-more", "This user holds permissions that you do not have."));
        ShowHeader(row);

        var done = Start(label);
        await InDialog(button).ClickAsync();

        Dialogs.ByRole("alert").TextContent.ShouldContain("This user holds permissions that you do not have.");
        await InDialog("Cancel").ClickAsync();
        await done;
        Snackbars.ShouldBeEmpty();
        Reloads.ShouldBe(0);
    }

    private Task Start(string label) => Choose(label);

    private static UserRow Invited() =>
        Rows.Ada()
            .With(row => row.HasPassword, false)
            .With(row => row.InvitedAt, _now)
            .With(row => row.InvitationExpiresAt, _now.AddDays(7));
}
