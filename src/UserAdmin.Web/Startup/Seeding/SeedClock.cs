namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// The clock of a program that tells the years of its users in minutes: turned forwards by hand. What is measured and
/// waited for is real.
/// </summary>
/// <param name="now">What it shows first.</param>
internal sealed class SeedClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Turns the clock; never backwards, because the log's times must not run backwards.</summary>
    public void TurnTo(DateTimeOffset moment)
    {
        if (moment.UtcTicks > Interlocked.Read(ref _ticks))
        {
            Interlocked.Exchange(ref _ticks, moment.UtcTicks);
        }
    }
}
