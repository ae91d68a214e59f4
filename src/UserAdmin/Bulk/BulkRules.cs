using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Bulk;

/// <summary>The data of one user, from the read model, that the rules of a bulk action need.</summary>
/// <param name="Account">The account's data that the rules of all commands use.</param>
/// <param name="LockedUntil">Until when the account is locked, or null.</param>
/// <param name="MustChangePassword">Whether the user already has to choose a new password.</param>
internal sealed record BulkUser(AccountFacts Account, DateTimeOffset? LockedUntil, bool MustChangePassword);

/// <summary>The data that applies to all users of a bulk action.</summary>
/// <param name="Action">What to do.</param>
/// <param name="LockUntil">Until when to lock, or null.</param>
/// <param name="ActorId">The actor.</param>
/// <param name="HoldMore">Users who hold permissions that the actor lacks.</param>
/// <param name="Members">Users who have the role to assign or remove.</param>
/// <param name="RoleRefusal">Why that role cannot be assigned or removed, or null.</param>
/// <param name="TakesAdministrator">Whether that role is the administrators' role.</param>
/// <param name="Administrators">Administrators who can sign in.</param>
internal sealed record BulkFacts(
    BulkAction Action,
    DateTimeOffset? LockUntil,
    string ActorId,
    IReadOnlySet<string> HoldMore,
    IReadOnlySet<string> Members,
    Error? RoleRefusal,
    bool TakesAdministrator,
    HashSet<string> Administrators
);

/// <summary>
/// Applies the rules of each bulk action, in the order of the command for one user, as far as the read model has the
/// data. The rules themselves are those of the handlers (<see cref="AccountRules"/>); BulkPreviewTests compares preview
/// and handler for users in every state.
/// </summary>
internal sealed class BulkRules(BulkFacts facts, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    /// <summary>
    /// Returns what the action would do to a user. Users must be judged in the action's order, because who is the last
    /// administrator depends on the users before.
    /// </summary>
    public (BulkVerdict Verdict, Error? Reason) Judge(BulkUser? user)
    {
        if (Refusal(user) is { } refusal)
        {
            return (BulkVerdict.Blocked, refusal);
        }

        if (IsSo(user!))
        {
            return (BulkVerdict.AlreadySo, null);
        }

        if (MayTakeAnAdministrator)
        {
            facts.Administrators.Remove(user!.Account.Id);
        }

        return (BulkVerdict.WillChange, null);
    }

    private bool Deactivates => facts.Action is BulkAction.Disable or BulkAction.Lock or BulkAction.Delete;

    private bool MayTakeAnAdministrator =>
        Deactivates || facts is { Action: BulkAction.RemoveRole, TakesAdministrator: true };

    private Error? Refusal(BulkUser? user) =>
        AccountRules.Change(
            user?.Account,
            user is not null && user.Account.Id != facts.ActorId && facts.HoldMore.Contains(user.Account.Id),
            evenDeleted: facts.Action is BulkAction.Delete or BulkAction.Restore
        )
        ?? facts.RoleRefusal
        ?? OwnRefusal(user!.Account)
        ?? (Deactivates ? AccountRules.NotOneself(user.Account.Id, facts.ActorId) : null)
        ?? (MayTakeAnAdministrator ? AccountRules.KeepAnAdministrator(user.Account.Id, facts.Administrators) : null);

    private Error? OwnRefusal(AccountFacts account) =>
        facts.Action switch
        {
            BulkAction.Lock => AccountRules.Lock(account, facts.LockUntil, time),
            BulkAction.RequirePasswordChange => AccountRules.RequirePasswordChange(account),
            BulkAction.ResendInvitation => AccountRules.ResendInvitation(account),
            _ => null,
        };

    private bool IsSo(BulkUser user) =>
        facts.Action switch
        {
            BulkAction.Disable => user.Account.IsDisabled,
            BulkAction.Enable => !user.Account.IsDisabled,
            BulkAction.Lock => user.LockedUntil == facts.LockUntil,
            BulkAction.Unlock => user.LockedUntil is not { } until || until <= _now,
            BulkAction.Delete => user.Account.IsDeleted,
            BulkAction.Restore => !user.Account.IsDeleted,
            BulkAction.AssignRole => facts.Members.Contains(user.Account.Id),
            BulkAction.RemoveRole => !facts.Members.Contains(user.Account.Id),
            BulkAction.SignOut or BulkAction.ResendInvitation => false,
            BulkAction.RequirePasswordChange => user.MustChangePassword,
            _ => throw new ArgumentOutOfRangeException(nameof(user), facts.Action, "No such action."),
        };
}
