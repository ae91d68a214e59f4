using UserAdmin.Account.Commands;
using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Everything that can be done to an account from its head, in the order of the menu.</summary>
internal static class UserActions
{
    public static IReadOnlyList<IReadOnlyList<UserAction>> Groups { get; } =
    [
        [
            InvitationActions.Invite,
            InvitationActions.Resend,
            InvitationActions.Revoke,
            InvitationActions.SendConfirmation,
            InvitationActions.ConfirmEmail,
        ],
        [
            PasswordActions.SendReset,
            PasswordActions.SetTemporary,
            PasswordActions.RequireChange,
            FactorActions.ResetTwoFactor,
            FactorActions.SignOut,
        ],
        [
            AccessActions.Unlock,
            AccessActions.Lock,
            AccessActions.SetExpiry,
            AccessActions.Enable,
            AccessActions.Disable,
        ],
        [DeletionActions.Restore, DeletionActions.Delete, DeletionActions.Purge],
    ];

    /// <summary>
    /// The action most wanted for an account as it is, among those the person may take; null when none stands out.
    /// </summary>
    public static UserAction? Wanted(UserRow row, SignedInUser? person, DateTimeOffset now)
    {
        IReadOnlyList<UserAction> wanted = row.StateAt(now) switch
        {
            _ when row.Id == person?.UserId => [],
            UserState.Invited => [InvitationActions.Resend],
            UserState.Locked => [AccessActions.Unlock, PasswordActions.SendReset],
            UserState.Disabled => [AccessActions.Enable],
            UserState.Deleted => [DeletionActions.Restore],
            UserState.Active => [AccessActions.Disable, PasswordActions.SendReset],
            _ => [],
        };
        return wanted.FirstOrDefault(action => action.IsOffered(row, person, now));
    }
}
