namespace UserAdmin.Bulk;

/// <summary>One bulk action: its progress and its results.</summary>
public sealed class BulkRow
{
    /// <summary>Key of the action, which the history of every user it touched carries too.</summary>
    public string BatchId { get; internal set; } = "";

    /// <summary>What is done.</summary>
    public BulkAction Action { get; internal set; }

    /// <summary>Key of the role given or taken, or null.</summary>
    public string? RoleId { get; internal set; }

    /// <summary>Name of that role, as it was then.</summary>
    public string? RoleName { get; internal set; }

    /// <summary>Until when accounts are locked, or null.</summary>
    public DateTimeOffset? LockUntil { get; internal set; }

    /// <summary>Why, when the actor said so.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Who started it.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of that person.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; internal set; }

    /// <summary>When progress was last recorded.</summary>
    public DateTimeOffset ProgressAt { get; internal set; }

    /// <summary>Who asked to cancel it, or null.</summary>
    public string? CancelledBy { get; internal set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>How it stands.</summary>
    public BulkStatus Status { get; internal set; }

    /// <summary>How many users it concerns, 1 to 100,000.</summary>
    public int Total { get; internal set; }

    /// <summary>How many changed.</summary>
    public int Changed { get; internal set; }

    /// <summary>How many were already in the wanted state.</summary>
    public int Unchanged { get; internal set; }

    /// <summary>How many were refused.</summary>
    public int Refused { get; internal set; }

    /// <summary>Whether the action is over.</summary>
    public bool IsOver => FinishedAt is not null;

    /// <summary>How many were looked at.</summary>
    public int Done => Changed + Unchanged + Refused;
}

/// <summary>One user of a bulk action.</summary>
public sealed class BulkItemRow
{
    /// <summary>The action.</summary>
    public string BatchId { get; internal set; } = "";

    /// <summary>Place in the action's order, from 0.</summary>
    public int Ordinal { get; internal set; }

    /// <summary>The user.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>What came of it.</summary>
    public BulkOutcome Outcome { get; internal set; }

    /// <summary>Why it was refused, or null.</summary>
    public string? Error { get; internal set; }
}
