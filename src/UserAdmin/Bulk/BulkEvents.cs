using UserAdmin.EventLog;

namespace UserAdmin.Bulk;

internal sealed record BulkActionStarted(
    string BatchId,
    BulkAction Action,
    int Total,
    string? RoleId,
    string? RoleName,
    DateTimeOffset? LockUntil
) : IBeginsSubject
{
    public string SubjectId => BatchId;

    /// <summary>The batch whose changes are undone; null for another selection, and for other actions.</summary>
    public string? Undoes { get; init; }

    public string Describe() =>
        Action == BulkAction.Undo
            ? FormattableString.Invariant($"Undo started: changes of {Total:N0} users")
            : FormattableString.Invariant($"Bulk action started: {Action} of {Total:N0} users");
}

internal sealed record BulkActionProgressed(string BatchId, IReadOnlyList<BulkItemDone> Items) : IEvent, INotInHistory
{
    public string SubjectId => BatchId;

    public string Describe() => FormattableString.Invariant($"{Items.Count:N0} users done");
}

internal sealed record BulkActionCancelRequested(string BatchId) : IEvent
{
    public string SubjectId => BatchId;

    public string Describe() => "Asked to cancel the bulk action";
}

internal sealed record BulkActionFinished(string BatchId, bool IsCancelled) : IEvent
{
    public string SubjectId => BatchId;

    public string Describe() => IsCancelled ? "Bulk action cancelled" : "Bulk action finished";
}
