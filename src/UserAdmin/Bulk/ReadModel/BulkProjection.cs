using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Bulk;

/// <summary>Maintains the rows of bulk actions and of the users in them.</summary>
internal sealed class BulkProjection
    : IProject<BulkActionStarted>,
        IProject<BulkActionProgressed>,
        IProject<BulkActionCancelRequested>,
        IProject<BulkActionFinished>,
        IProject<UserPurged>
{
    public void Apply(BulkActionStarted @event, EventRecord record, IReadModelRows rows) =>
        rows.Add(
            new BulkRow
            {
                BatchId = @event.BatchId,
                Action = @event.Action,
                RoleId = @event.RoleId,
                RoleName = @event.RoleName,
                LockUntil = @event.LockUntil,
                Undoes = @event.Undoes,
                Reason = record.Reason,
                ActorId = record.ActorId,
                ActorName = record.ActorName,
                StartedAt = record.At,
                ProgressAt = record.At,
                Total = @event.Total,
            }
        );

    public void Apply(BulkActionProgressed @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<BulkRow>(@event.BatchId);
        row.ProgressAt = record.At;
        foreach (var (ordinal, userId, outcome, error) in @event.Items)
        {
            rows.Add(
                new BulkItemRow
                {
                    BatchId = @event.BatchId,
                    Ordinal = ordinal,
                    UserId = userId,
                    Outcome = outcome,
                    Error = error,
                }
            );
            switch (outcome)
            {
                case BulkOutcome.Changed:
                    row.Changed++;
                    break;
                case BulkOutcome.Unchanged:
                    row.Unchanged++;
                    break;
                case BulkOutcome.Refused:
                    row.Refused++;
                    break;
                // A log from before events were validated may contain any number; the item's row stores it.
                default:
                    break;
            }
        }
    }

    public void Apply(BulkActionCancelRequested @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<BulkRow>(@event.BatchId);
        (row.Status, row.CancelledBy, row.CancelledById) = (BulkStatus.Cancelling, record.ActorName, record.ActorId);
    }

    public void Apply(BulkActionFinished @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<BulkRow>(@event.BatchId);
        (row.Status, row.FinishedAt) = (@event.IsCancelled ? BulkStatus.Cancelled : BulkStatus.Finished, record.At);
    }

    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<BulkRow>(nameof(BulkRow.ActorId), @event.UserId))
        {
            (row.ActorName, row.Reason) = (EventSealing.Erased, ErasedValues.Of(row.Reason));
        }

        foreach (var row in rows.Where<BulkRow>(nameof(BulkRow.CancelledById), @event.UserId))
        {
            row.CancelledBy = EventSealing.Erased;
        }
    }
}
