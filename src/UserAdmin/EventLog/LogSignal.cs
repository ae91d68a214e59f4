using System.Threading.Channels;

namespace UserAdmin.EventLog;

/// <summary>
/// Wakes the projection runner when this process has appended to the log. Several signals in a row cause one wake-up.
/// </summary>
internal sealed class LogSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private long _position;

    /// <summary>The highest log position known to this process.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Reports a new position after a commit.</summary>
    public void Appended(long position)
    {
        AdvanceTo(position);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Wakes the runner for another reason.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Records that the log reaches at least a position.</summary>
    public void AdvanceTo(long position)
    {
        long known;
        while (
            (known = Volatile.Read(ref _position)) < position
            && Interlocked.CompareExchange(ref _position, position, known) != known
        ) { }
    }

    /// <summary>
    /// Records that the log ends earlier than this process assumed, because it was restored from a backup.
    /// </summary>
    public void Reset(long position) => Volatile.Write(ref _position, position);

    /// <summary>Waits for a wake-up.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.WaitToReadAsync(cancellationToken);
        _wake.Reader.TryRead(out _);
    }
}
