using UserAdmin.Account;
using UserAdmin.Account.Queries;
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
    /// Returns the actions that mend what keeps the person from signing in, the best one first; for a person who can
    /// sign in, what a help desk is asked for most.
    /// </summary>
    /// <param name="verdict">Whether the person can sign in.</param>
    public static IReadOnlyList<UserAction> Mending(SignInVerdict verdict) =>
        verdict.Obstacle switch
        {
            SignInObstacle.Deleted => [DeletionActions.Restore],
            SignInObstacle.Disabled => [AccessActions.Enable],
            SignInObstacle.Expired => [AccessActions.Enable, AccessActions.SetExpiry],
            SignInObstacle.Invited => [InvitationActions.Resend],
            SignInObstacle.Locked or SignInObstacle.LockedOut => [AccessActions.Unlock],
            SignInObstacle.NoMeans => [InvitationActions.Invite, PasswordActions.SetTemporary],
            _ => [PasswordActions.SendReset, PasswordActions.SetTemporary],
        };

    /// <summary>
    /// Returns the one action to offer first for an account, of those that the person may take; null if there is none.
    /// </summary>
    /// <param name="row">The account.</param>
    /// <param name="person">The person who views it.</param>
    /// <param name="ability">What is known of the account; null while it is not.</param>
    /// <param name="now">The moment.</param>
    public static UserAction? First(UserRow row, SignedInUser? person, SignInAbility? ability, DateTimeOffset now) =>
        ability is null || row.Id == person?.UserId
            ? null
            : Mending(ability.Verdict).FirstOrDefault(action => action.IsOffered(row, person, ability, now));
}
