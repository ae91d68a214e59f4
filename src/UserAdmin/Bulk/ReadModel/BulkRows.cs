namespace UserAdmin.Bulk;

/// <summary>One bulk action: its progress and its results.</summary>
public sealed class BulkRow
{
    /// <summary>Key of the action. The history of every user it changed shows it as the batch.</summary>
    public string BatchId { get; internal set; } = "";

    /// <summary>What the action does.</summary>
    public BulkAction Action { get; internal set; }

    /// <summary>Key of the role that is assigned or removed, or null.</summary>
    public string? RoleId { get; internal set; }

    /// <summary>Name of that role at that time.</summary>
    public string? RoleName { get; internal set; }

    /// <summary>Until when accounts are locked, or null.</summary>
    public DateTimeOffset? LockUntil { get; internal set; }

    /// <summary>
    /// For an undo of one batch, the key of that batch: a bulk action, an import or an undo; otherwise null.
    /// </summary>
    public string? Undoes { get; internal set; }

    /// <summary>The reason, if the actor gave one.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Key of the person who started it.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of that person.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; internal set; }

    /// <summary>When progress was last recorded.</summary>
    public DateTimeOffset ProgressAt { get; internal set; }

    /// <summary>Who asked to cancel it, or null.</summary>
    public string? CancelledBy { get; internal set; }

    /// <summary>Id of that person.</summary>
    internal string? CancelledById { get; set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>The status of the action.</summary>
    public BulkStatus Status { get; internal set; }

    /// <summary>The number of users in the action, 1 to 100,000.</summary>
    public int Total { get; internal set; }

    /// <summary>How many changed.</summary>
    public int Changed { get; internal set; }

    /// <summary>How many were already in the wanted state.</summary>
    public int Unchanged { get; internal set; }

    /// <summary>How many were refused.</summary>
    public int Refused { get; internal set; }

    /// <summary>Whether the action is over.</summary>
    public bool IsOver => FinishedAt is not null;

    /// <summary>How many users are done.</summary>
    public int Done => Changed + Unchanged + Refused;
}

/// <summary>One user of a bulk action.</summary>
public sealed class BulkItemRow
{
    /// <summary>Key of the action.</summary>
    public string BatchId { get; internal set; } = "";

    /// <summary>Position in the action's order, from 0.</summary>
    public int Ordinal { get; internal set; }

    /// <summary>The user.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>The outcome.</summary>
    public BulkOutcome Outcome { get; internal set; }

    /// <summary>Why the user was refused, or null.</summary>
    public string? Error { get; internal set; }
}
