using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>
/// Decides how the state in a file changes an account. An import can disable, lock or delete an account, but it never
/// enables, unlocks or restores one.
/// </summary>
internal static class ImportStateRules
{
    /// <summary>Returns the state of a new account; null if it is active or will be invited.</summary>
    public static ImportedState? OfCreation(ImportedRow row, ImportOptions options, DateTimeOffset now) =>
        row.State switch
        {
            null or { State: UserState.Active } => null,
            // People who had not accepted their invitation are invited again; without an invitation their account is
            // disabled.
            { State: UserState.Invited } when options.Invites && row.PasswordHash is null => null,
            { State: UserState.Locked, Until: { } until } => Lock(until, now),
            { State: UserState.Deleted } deleted => deleted,
            _ => new ImportedState(UserState.Disabled),
        };

    /// <summary>Returns the state that an existing account gets; null if its state does not change.</summary>
    public static ImportedState? OfEdit(ImportedRow row, User user, ImportActor actor) =>
        row.State switch
        {
            { State: UserState.Deleted } deleted => deleted,
            { State: UserState.Disabled } disabled => user.IsDisabled ? null : disabled,
            { State: UserState.Locked, Until: { } until }
                when !user.IsDisabled && !user.IsInvited && Lock(until, actor.Now) is { } locked => locked.State
                == UserState.Locked
            && user.Profile.LockedUntil >= locked.Until
                ? null
                : locked,
            // Locked without an end: the account is disabled until somebody enables it, as a new account would be.
            { State: UserState.Locked, Until: null } when !user.IsDisabled && !user.IsLockedAt(actor.Now) =>
                new ImportedState(UserState.Disabled),
            _ => null,
        };

    /// <summary>
    /// Returns the reason why the actor may not disable, lock or delete an account, by the rules of those commands, or
    /// null.
    /// </summary>
    /// <param name="state">The new state of the account.</param>
    /// <param name="user">The account; null for a new one.</param>
    /// <param name="actor">The actor.</param>
    public static Error? Refusal(ImportedState state, User? user, ImportActor actor)
    {
        var permission = state.State == UserState.Deleted ? Permissions.UsersDelete : Permissions.UsersDisable;
        return !actor.May.Contains(permission) ? MessagingErrors.NotPermitted(permission)
            : user is null ? null
            : AccountRules.KeepAnAdministrator(user.Id, actor.Administrators);
    }

    /// <summary>Returns the state of an account in words.</summary>
    public static string TextOf(User user, DateTimeOffset now) =>
        user.IsDisabled ? "disabled"
        : user.IsLockedAt(now) ? "locked"
        : user.IsInvited ? "invited"
        : "active";

    // A lock that never ends counts as disabled.
    private static ImportedState? Lock(DateTimeOffset until, DateTimeOffset now) =>
        until <= now ? null
        : until > now.AddYears(100) ? new ImportedState(UserState.Disabled)
        : new ImportedState(UserState.Locked, until);
}
