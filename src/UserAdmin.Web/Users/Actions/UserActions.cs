using UserAdmin.Account.Commands;
using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>All actions in the header of an account, in the order of the menu.</summary>
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
    /// Returns the most useful action for an account's state among those that the person may take; null if there is
    /// none.
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
