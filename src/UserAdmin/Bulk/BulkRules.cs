using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Bulk;

/// <summary>What the read model knows of one user that decides about a bulk action.</summary>
internal sealed record BulkUser(
    string Id,
    bool IsDeleted,
    bool IsDisabled,
    bool IsInvited,
    DateTimeOffset? LockedUntil,
    bool HasPassword,
    bool MustChangePassword
);

/// <summary>What decides about all users of a bulk action.</summary>
/// <param name="Action">What to do.</param>
/// <param name="LockUntil">Until when to lock, or null.</param>
/// <param name="ActorId">Who wants it.</param>
/// <param name="HoldMore">Users who hold what the actor does not.</param>
/// <param name="Members">Who has the role that is to be given or taken.</param>
/// <param name="RoleRefusal">Why that role cannot be given or taken, or null.</param>
/// <param name="TakesAdministrator">Whether that role is the administrators' own.</param>
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
/// The rules of the single commands, as far as the read model can tell: the preview promises what the handlers will
/// say, in the same order. BulkPreviewTests compares the two for users in every state; a new rule in a handler belongs
/// here too.
/// </summary>
internal sealed class BulkRules(BulkFacts facts, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    /// <summary>
    /// What would come of a user. Ask for them in the action's order: who is the last administrator depends on those
    /// before.
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

        if (ShutsOut)
        {
            facts.Administrators.Remove(user!.Id);
        }

        return (BulkVerdict.WillChange, null);
    }

    private bool Shuts => facts.Action is BulkAction.Disable or BulkAction.Lock or BulkAction.Delete;

    private bool ShutsOut => Shuts || facts is { Action: BulkAction.RemoveRole, TakesAdministrator: true };

    private Error? Refusal(BulkUser? user) =>
        user is null ? UserErrors.NotFound
        : facts.HoldMore.Contains(user.Id) && user.Id != facts.ActorId ? UserErrors.HoldsMore
        : user.IsDeleted && facts.Action is not (BulkAction.Delete or BulkAction.Restore) ? UserErrors.Deleted
        : facts.RoleRefusal is { } roleRefusal ? roleRefusal
        : OwnRefusal(user) is { } own ? own
        : Shuts && user.Id == facts.ActorId ? UserErrors.Oneself
        : IsLastAdministrator(user) ? UserErrors.LastAdministrator
        : null;

    private Error? OwnRefusal(BulkUser user) =>
        facts.Action switch
        {
            BulkAction.Lock when user.IsDisabled => UserErrors.Disabled,
            BulkAction.Lock when user.IsInvited => UserErrors.Invited,
            BulkAction.Lock when facts.LockUntil is not { } until || !UserMoments.IsAhead(until, time) =>
                UserErrors.NotInTheFuture,
            BulkAction.RequirePasswordChange when !user.HasPassword => UserErrors.NoPassword,
            _ => null,
        };

    private bool IsLastAdministrator(BulkUser user) =>
        ShutsOut && facts.Administrators.Count == 1 && facts.Administrators.Contains(user.Id);

    private bool IsSo(BulkUser user) =>
        facts.Action switch
        {
            BulkAction.Disable => user.IsDisabled,
            BulkAction.Enable => !user.IsDisabled,
            BulkAction.Lock => user.LockedUntil == facts.LockUntil,
            BulkAction.Unlock => user.LockedUntil is not { } until || until <= _now,
            BulkAction.Delete => user.IsDeleted,
            BulkAction.Restore => !user.IsDeleted,
            BulkAction.AssignRole => facts.Members.Contains(user.Id),
            BulkAction.RemoveRole => !facts.Members.Contains(user.Id),
            BulkAction.SignOut => false,
            BulkAction.RequirePasswordChange => user.MustChangePassword,
            _ => throw new ArgumentOutOfRangeException(nameof(user), facts.Action, "No such action."),
        };
}
