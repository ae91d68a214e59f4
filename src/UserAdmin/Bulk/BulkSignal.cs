using System.Collections.Concurrent;
using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Bulk;

/// <summary>Wakes the runner of bulk actions, and tells it which actions to cancel.</summary>
internal sealed class BulkSignal : WorkSignal
{
    private readonly ConcurrentDictionary<string, bool> _cancelled = new();

    /// <summary>Makes the runner stop between two users, not only between two batches.</summary>
    public void Cancel(string batchId)
    {
        _cancelled[batchId] = true;
        Wake();
    }

    public bool IsCancelled(string batchId) => _cancelled.ContainsKey(batchId);

    protected override void Followed(EventRecord record)
    {
        switch (record.Type)
        {
            case nameof(BulkActionStarted):
                Wake();
                break;
            case nameof(BulkActionCancelRequested):
                Cancel(record.SubjectId);
                break;
            case nameof(BulkActionFinished):
                _cancelled.TryRemove(record.SubjectId, out _);
                break;
        }
    }
}
