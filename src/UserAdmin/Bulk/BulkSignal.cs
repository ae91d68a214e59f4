using System.Collections.Concurrent;
using System.Threading.Channels;

namespace UserAdmin.Bulk;

/// <summary>
/// Wakes the runner of this process, and tells it which actions to cancel. Requests of another process are found in the
/// database a little later.
/// </summary>
internal sealed class BulkSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly ConcurrentDictionary<string, bool> _cancelled = new();

    /// <summary>Tells the runner that there is something to do.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Makes the runner stop between two users, not only between two batches.</summary>
    public void Cancel(string batchId)
    {
        _cancelled[batchId] = true;
        Wake();
    }

    public bool IsCancelled(string batchId) => _cancelled.ContainsKey(batchId);

    public void Forget(string batchId) => _cancelled.TryRemove(batchId, out _);

    /// <summary>Waits for a wake-up.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.WaitToReadAsync(cancellationToken);
        _wake.Reader.TryRead(out _);
    }
}
