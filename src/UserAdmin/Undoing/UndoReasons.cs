using UserAdmin.EventLog;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>Why an event cannot be undone.</summary>
/// <param name="Why">The reason, as a sentence.</param>
/// <param name="IsRecord">Whether the event only records that something happened, so that nothing is missed.</param>
internal readonly record struct UndoReason(string Why, bool IsRecord = false);

/// <summary>Says of each kind of event that no command can undo why that is so.</summary>
internal static class UndoReasons
{
    private const string Password =
        "The password before is gone: only its hash was stored, and that was replaced. If the person needs one, set a "
        + "temporary password.";

    private const string Mail = "The mail was sent and cannot be called back.";
    private const string Keys = "Only the person can set this up or change it. What was removed has no copy here.";

    /// <summary>Why an invitation that was revoked or accepted stays so.</summary>
    public const string Invitation =
        "The link of the invitation no longer works. Enable the account if it is disabled, and invite the person "
        + "again.";

    /// <summary>Why nothing of an account that was purged changes back.</summary>
    public const string Purged = "The account was removed for good. That is final; only its history is left.";

    /// <summary>
    /// Returns the reason, or null for an event whose changes can be undone. A part of what another program did can be.
    /// </summary>
    public static UndoReason? Of(IEvent @event) =>
        @event switch
        {
            UserPurged or UserObservedGone => new(Purged),
            UserPasswordChanged or UserTemporaryPasswordSet => new(Password),
            UserTwoFactorEnabled or UserTwoFactorDisabled or UserRecoveryCodesCreated => new(Keys),
            UserPasskeyAdded or UserPasskeyRenamed or UserPasskeyRemoved => new(Keys),
            UserExternalLoginAdded or UserExternalLoginRemoved => new(Keys),
            UserInvited { IsResent: true } => new(Mail),
            UserInvitationRevoked or UserInvitationAccepted => new(Invitation),
            UserEmailConfirmationRequested or UserPasswordResetRequested => new(Mail),
            UserLinkCopied => new("Somebody may have the link. It stops working when another one is sent."),
            UserSessionEnded or UserSessionsEnded => new("The sessions have ended. The person can sign in again."),
            UserObserved { IsNew: false } => new("The account was found here, not created."),
            UserObservedChanged { PasswordChanged: true } or UserObservedChanged { HasPassword: not null } => new(
                Password
            ),
            UserObservedChanged changed when TouchesKeys(changed) => new(Keys),
            UserPasswordChangeRequired => new(
                "The demand for a new password cannot be withdrawn. It ends when the person chooses one."
            ),
            _ when UndoableEvents.Contains(@event.GetType().Name) => null,
            _ => new("This records what happened, and changed nothing that could change back.", IsRecord: true),
        };

    /// <summary>Returns the mail that an event has ordered, in words, or null.</summary>
    public static string? MailOf(IEvent @event) =>
        @event is ISendsMail { Mail: { } order }
            ? $"A mail went to {order.To} when this happened; it cannot be called back."
            : null;

    private static bool TouchesKeys(UserObservedChanged changed) =>
        changed.AuthenticatorChanged
        || changed.RecoveryCodesChanged
        || changed.TwoFactorEnabled is not null
        || changed.LoginsAdded.Count + changed.LoginsRemoved.Count > 0
        || changed.PasskeysAdded.Count + changed.PasskeysRemoved.Count + changed.PasskeyKeysChanged.Count > 0;
}
