using System.Collections.Frozen;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>The kinds of events whose changes ordinary commands can take back.</summary>
public static class UndoableEvents
{
    private static readonly FrozenSet<string> _types = new[]
    {
        typeof(UserCreated),
        typeof(UserObserved),
        typeof(UserObservedChanged),
        typeof(UserEmailChanged),
        typeof(UserNameChanged),
        typeof(UserPhoneChanged),
        typeof(UserProfileChanged),
        typeof(UserInvited),
        typeof(UserEmailConfirmed),
        typeof(UserDisabled),
        typeof(UserEnabled),
        typeof(UserExpirySet),
        typeof(UserExpired),
        typeof(UserLocked),
        typeof(UserLockedOut),
        typeof(UserUnlocked),
        typeof(UserDeleted),
        typeof(UserRestored),
        typeof(UserClaimAdded),
        typeof(UserClaimChanged),
        typeof(UserClaimRemoved),
        typeof(UserRoleAssigned),
        typeof(UserRoleRemoved),
    }
        .Select(type => type.Name)
        .ToFrozenSet();

    /// <summary>
    /// Returns whether an undo is worth offering for events of a type. Whether one of them can be undone, only its
    /// preview says.
    /// </summary>
    /// <param name="eventType">The type, such as <c>UserEmailChanged</c>.</param>
    public static bool Contains(string eventType) => _types.Contains(eventType);
}
