using UserAdmin.Users.Commands;

namespace UserAdmin.Bulk;

/// <summary>
/// What can be done to many users at once. The log stores the numbers, so add new members only at the end.
/// </summary>
public enum BulkAction
{
    /// <summary>Disable the accounts.</summary>
    Disable,

    /// <summary>Enable disabled accounts.</summary>
    Enable,

    /// <summary>Lock the accounts until a given time.</summary>
    Lock,

    /// <summary>Unlock the accounts.</summary>
    Unlock,

    /// <summary>Delete the accounts; they can be restored.</summary>
    Delete,

    /// <summary>Restore deleted accounts.</summary>
    Restore,

    /// <summary>Give a role.</summary>
    AssignRole,

    /// <summary>Remove a role.</summary>
    RemoveRole,

    /// <summary>End all sessions.</summary>
    SignOut,

    /// <summary>Ask for a new password at the next sign-in.</summary>
    RequirePasswordChange,

    /// <summary>Undo chosen changes; started by <see cref="Commands.StartUndo"/>.</summary>
    Undo,

    /// <summary>Send an invitation again that was not accepted yet, with a new link.</summary>
    ResendInvitation,
}

/// <summary>The status of a bulk action.</summary>
public enum BulkStatus
{
    /// <summary>Under way, or waiting for its turn.</summary>
    Running,

    /// <summary>Every user was processed.</summary>
    Finished,

    /// <summary>Cancelled before its end; changes that were already made stay.</summary>
    Cancelled,

    /// <summary>Somebody asked to cancel it; results that are under way are still recorded.</summary>
    Cancelling,
}

/// <summary>
/// The outcome for one user of a bulk action. The log stores the numbers, so add new members only at the end.
/// </summary>
public enum BulkOutcome
{
    /// <summary>Changed.</summary>
    Changed,

    /// <summary>Already in the wanted state.</summary>
    Unchanged,

    /// <summary>Was refused; the item says why.</summary>
    Refused,
}

/// <summary>The result for one user.</summary>
/// <param name="Ordinal">Place in the action's order, from 0.</param>
/// <param name="UserId">The user.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Error">Why it was refused, as a sentence; null otherwise.</param>
public sealed record BulkItemDone(int Ordinal, string UserId, BulkOutcome Outcome, string? Error = null);
