using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>State of the event log and of the read model that follows it.</summary>
/// <param name="LogPosition">Position of the last event; 0 for an empty log.</param>
/// <param name="ReadPosition">Position that the read model has reached.</param>
/// <param name="HeartbeatAt">When the projection runner last reported a heartbeat, whether or not there was work; null
/// before the first.</param>
/// <param name="CaughtUpAt">When the read model last was at the end of the log; null if it never was.</param>
/// <param name="Paused">The reason why the runner has paused, or null while it runs.</param>
/// <param name="Rebuild">The rebuild under way, or null.</param>
public sealed record SystemStatus(
    long LogPosition,
    long ReadPosition,
    DateTimeOffset? HeartbeatAt,
    DateTimeOffset? CaughtUpAt,
    ProjectionPause? Paused,
    RebuildProgress? Rebuild
)
{
    /// <summary>How many events the read model is behind.</summary>
    public long Lag => Math.Max(0, LogPosition - ReadPosition);

    /// <summary>
    /// Whether the first read model of this version is being built from the log. Until it is complete, pages show what
    /// is in it so far.
    /// </summary>
    public bool IsBuilding { get; init; }

    /// <summary>
    /// The reason why the last rebuild failed, or null. A failed rebuild does not change the read model in use.
    /// </summary>
    public string? RebuildError { get; init; }

    /// <summary>
    /// The event that stopped the last rebuild and has not been set aside; null if the rebuild failed for another
    /// reason or did not fail.
    /// </summary>
    public ProjectionPause? RebuildStop { get; init; }

    /// <summary>The oldest mismatch of the log that nobody has acknowledged, or null.</summary>
    public LogMismatch? Mismatch { get; init; }

    /// <summary>How many events were set aside. They stay in the log but do not affect what the pages show.</summary>
    public int SetAside { get; init; }
}

/// <summary>
/// An event that the read model could not apply. The runner stops before it and retries; it never skips an event.
/// </summary>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Error">Message of the exception.</param>
/// <param name="Since">When it first failed.</param>
/// <param name="Tries">How often it was tried.</param>
public sealed record ProjectionPause(long Position, string EventType, string Error, DateTimeOffset Since, int Tries);

/// <summary>The progress of a rebuild of the read model.</summary>
/// <param name="Position">Position the new read model has reached.</param>
/// <param name="Target">Position it has to reach.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="PerSecond">Events per second since then; 0 while unknown.</param>
public sealed record RebuildProgress(long Position, long Target, DateTimeOffset StartedAt, double PerSecond)
{
    /// <summary>Share that is done, 0 to 1.</summary>
    public double Fraction => Target <= 0 ? 1 : Math.Min(1, (double)Position / Target);

    /// <summary>Estimated time left, or null while unknown.</summary>
    public TimeSpan? TimeLeft =>
        PerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, Target - Position) / PerSecond) : null;
}

/// <summary>The live state of the projection runner in this process, for health checks and the status chip.</summary>
public interface IProjectionMonitor
{
    /// <summary>The current state.</summary>
    SystemStatus Current { get; }

    /// <summary>
    /// Subscribes to changes of the state, reported at most a few times a second. The callback runs on the runner's
    /// thread, so it must only hand the work over to another thread.
    /// </summary>
    /// <param name="onChanged">What to call.</param>
    /// <returns>Dispose to stop.</returns>
    IDisposable Subscribe(Action onChanged);
}
