using UserAdmin.Users.Commands;

namespace UserAdmin.Bulk;

/// <summary>What can be done to many users at once. The log holds the numbers: add at the end only.</summary>
public enum BulkAction
{
    /// <summary>Disable the accounts.</summary>
    Disable,

    /// <summary>Enable disabled accounts.</summary>
    Enable,

    /// <summary>Lock the accounts until a moment.</summary>
    Lock,

    /// <summary>Unlock the accounts.</summary>
    Unlock,

    /// <summary>Delete the accounts; they can be restored.</summary>
    Delete,

    /// <summary>Restore deleted accounts.</summary>
    Restore,

    /// <summary>Give a role.</summary>
    AssignRole,

    /// <summary>Take a role.</summary>
    RemoveRole,

    /// <summary>End all sessions.</summary>
    SignOut,

    /// <summary>Ask for a new password at the next sign-in.</summary>
    RequirePasswordChange,
}

/// <summary>How a bulk action stands.</summary>
public enum BulkStatus
{
    /// <summary>Under way, or waiting for its turn.</summary>
    Running,

    /// <summary>Every user was looked at.</summary>
    Finished,

    /// <summary>Cancelled before its end; what was done stays.</summary>
    Cancelled,

    /// <summary>Somebody wants it to stop; what is under way is still recorded.</summary>
    Cancelling,
}

/// <summary>The outcome for one user of a bulk action. The log holds the numbers: add at the end only.</summary>
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
