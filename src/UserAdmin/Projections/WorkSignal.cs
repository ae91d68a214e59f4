using System.Threading.Channels;
using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Wakes a runner when there is something to do: at once if this process has requested it, and when the event is read
/// from the log if another one has. Several signals in a row cause one wake-up.
/// </summary>
internal abstract class WorkSignal : IEventFollower
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Tells the runner that there is something to do.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits for a wake-up.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.WaitToReadAsync(cancellationToken);
        _wake.Reader.TryRead(out _);
    }

    /// <inheritdoc/>
    public void Followed(IReadOnlyList<EventRecord> events)
    {
        foreach (var record in events)
        {
            Followed(record);
        }
    }

    /// <inheritdoc/>
    public void Replaced() => Wake();

    /// <summary>Called with each event of the log; calls <see cref="Wake"/> for one that requests work.</summary>
    protected abstract void Followed(EventRecord record);
}
