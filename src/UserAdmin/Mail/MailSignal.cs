using System.Threading.Channels;

namespace UserAdmin.Mail;

/// <summary>Wakes the mail runner. Bursts are one wake-up.</summary>
internal sealed class MailSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int _isUrgent;

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Wakes it although the server did not answer a moment ago: a person wants to see it tried.</summary>
    public void Hurry()
    {
        Volatile.Write(ref _isUrgent, 1);
        Wake();
    }

    /// <summary>Whether a person has asked since the last time.</summary>
    public bool TakeUrgent() => Interlocked.Exchange(ref _isUrgent, 0) == 1;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.WaitToReadAsync(cancellationToken);
        _wake.Reader.TryRead(out _);
    }
}
