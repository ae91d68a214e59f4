using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace UserAdmin.Web.Tests;

/// <summary>
/// A clock that tests advance. It tells when somebody waits on it, so that it is not advanced too early.
/// </summary>
internal sealed class TurnedClock() : FakeTimeProvider(Rows.Now)
{
    private readonly Channel<bool> _waiting = Channel.CreateUnbounded<bool>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waiting.Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Returns once one more wait has begun.</summary>
    /// <exception cref="TimeoutException">Nobody did within ten seconds.</exception>
    public Task SomeoneWaitsAsync() => _waiting.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
}
