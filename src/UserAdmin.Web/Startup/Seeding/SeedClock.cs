namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// A clock that is moved forward explicitly, so that years of events can be generated within minutes. Timers and
/// measured durations use real time.
/// </summary>
/// <param name="now">The initial time.</param>
internal sealed class SeedClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves the clock forward; never backward, because the log's times must not go back.</summary>
    public void TurnTo(DateTimeOffset moment)
    {
        if (moment.UtcTicks > Interlocked.Read(ref _ticks))
        {
            Interlocked.Exchange(ref _ticks, moment.UtcTicks);
        }
    }
}
