namespace UserAdmin.Bulk;

/// <summary>A bulk action under way or finished, on the write side: what is needed to go on after a restart.</summary>
internal sealed class BulkRun
{
    public string BatchId { get; set; } = "";

    public string ActorId { get; set; } = "";

    public BulkAction Action { get; set; }

    /// <summary>The role to assign or remove, or null.</summary>
    public string? RoleId { get; set; }

    /// <summary>Until when to lock, or null.</summary>
    public DateTimeOffset? LockUntil { get; set; }

    public string? Reason { get; set; }

    /// <summary>Ids of the users in order, one a line.</summary>
    public string UserIds { get; set; } = "";

    public int Total { get; set; }

    /// <summary>How many are done.</summary>
    public int Done { get; set; }

    public BulkStatus Status { get; set; }

    public DateTimeOffset StartedAt { get; set; }
}

/// <summary>What can be done to many users at once.</summary>
public enum BulkAction
{
    /// <summary>Shut the accounts.</summary>
    Disable,

    /// <summary>Open disabled accounts.</summary>
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
}

/// <summary>What came of one user in a bulk action.</summary>
public enum BulkOutcome
{
    /// <summary>Changed.</summary>
    Changed,

    /// <summary>Was so already.</summary>
    Unchanged,

    /// <summary>Refused, because.</summary>
    Refused,
}
