using UserAdmin.EventLog;

namespace UserAdmin.Bulk;

internal sealed record BulkActionStarted(
    string BatchId, BulkAction Action, int Total, string? RoleId, string? RoleName, DateTimeOffset? LockUntil) : IEvent
{
    public string SubjectId => BatchId;

    public string Describe() => $"Bulk action started: {Action} of {Total:N0} users";
}

internal sealed record BulkActionProgressed(string BatchId, IReadOnlyList<BulkItemDone> Items) : IEvent, INotInHistory
{
    public string SubjectId => BatchId;

    public string Describe() => $"{Items.Count:N0} users done";
}

internal sealed record BulkActionFinished(string BatchId, bool IsCancelled) : IEvent
{
    public string SubjectId => BatchId;

    public string Describe() => IsCancelled ? "Bulk action cancelled" : "Bulk action finished";
}

/// <summary>What came of one user.</summary>
internal sealed record BulkItemDone(int Ordinal, string UserId, BulkOutcome Outcome, string? Error = null);
