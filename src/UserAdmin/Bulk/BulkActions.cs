using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Undoing.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Bulk;

/// <summary>
/// Maps each bulk action to the command that does the same to one user, and to that command's permission.
/// </summary>
public static class BulkActions
{
    /// <summary>All actions that do the same to many users, in the order in which they are shown.</summary>
    public static IReadOnlyList<BulkAction> All { get; } =
    [.. Enum.GetValues<BulkAction>().Where(action => action != BulkAction.Undo)];

    /// <summary>
    /// Returns the permission that the action needs besides <see cref="Permissions.UsersRead"/>.
    /// </summary>
    /// <param name="action">The action.</param>
    public static string PermissionOf(BulkAction action) =>
        // Each change of an undo needs its own; this one lets others than the starter stop it.
        action == BulkAction.Undo
            ? Permissions.UsersEdit
            : Authorisation.PermissionOf(CommandType(action));

    /// <summary>Whether the action assigns or removes a role.</summary>
    /// <param name="action">The action.</param>
    public static bool NeedsRole(BulkAction action) => action is BulkAction.AssignRole or BulkAction.RemoveRole;

    /// <summary>Returns the action that undoes this one, or null if there is none.</summary>
    /// <param name="action">The action.</param>
    public static BulkAction? Reverse(BulkAction action) =>
        action switch
        {
            BulkAction.Disable => BulkAction.Enable,
            BulkAction.Enable => BulkAction.Disable,
            BulkAction.Lock => BulkAction.Unlock,
            BulkAction.Delete => BulkAction.Restore,
            BulkAction.Restore => BulkAction.Delete,
            BulkAction.AssignRole => BulkAction.RemoveRole,
            BulkAction.RemoveRole => BulkAction.AssignRole,
            _ => null,
        };

    /// <summary>
    /// Returns the users in the order in which they are changed: as given, but the actor last, because the action may
    /// take away a permission that it needs.
    /// </summary>
    internal static IEnumerable<string> InOrder(IEnumerable<string> userIds, Actor actor) =>
        userIds.OrderBy(id => id == actor.Id);

    internal static ICommand Command(
        BulkAction action,
        string userId,
        string? roleId,
        DateTimeOffset? lockUntil,
        IReadOnlyList<long> positions
    ) =>
        action switch
        {
            BulkAction.Disable => new DisableUser(userId),
            BulkAction.Enable => new EnableUser(userId),
            BulkAction.Lock => new LockUser(userId, lockUntil!.Value),
            BulkAction.Unlock => new UnlockUser(userId),
            BulkAction.Delete => new DeleteUser(userId),
            BulkAction.Restore => new RestoreUser(userId),
            BulkAction.SignOut => new EndAllSessions(userId),
            BulkAction.RequirePasswordChange => new RequirePasswordChange(userId),
            BulkAction.AssignRole => new AssignRole(userId, roleId!),
            BulkAction.RemoveRole => new RemoveRole(userId, roleId!),
            BulkAction.Undo => new UndoUserChanges(userId, positions),
            BulkAction.ResendInvitation => new ResendInvitation(userId),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
        };

    private static Type CommandType(BulkAction action) =>
        Command(action, "", "", DateTimeOffset.MaxValue, []).GetType();
}
