using System.Threading.Channels;

namespace UserAdmin.Mail;

/// <summary>Wakes the mail runner. Several signals in a row cause one wake-up.</summary>
internal sealed class MailSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int _isUrgent;

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>
    /// Wakes the runner at a person's request, even if it is pausing because the server did not answer.
    /// </summary>
    public void Hurry()
    {
        Volatile.Write(ref _isUrgent, 1);
        Wake();
    }

    /// <summary>Returns whether a person has requested a try since the last call, and clears the request.</summary>
    public bool TakeUrgent() => Interlocked.Exchange(ref _isUrgent, 0) == 1;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.WaitToReadAsync(cancellationToken);
        _wake.Reader.TryRead(out _);
    }
}
