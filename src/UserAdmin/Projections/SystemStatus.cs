using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>State of the event log and of the read model that follows it.</summary>
/// <param name="LogPosition">Position of the last event; 0 for an empty log.</param>
/// <param name="ReadPosition">Position the read model stands at.</param>
/// <param name="HeartbeatAt">When the projection runner last showed life, whether or not there was work; null before
/// its first beat.</param>
/// <param name="CaughtUpAt">When the read model last stood at the end of the log; null when it has not yet.</param>
/// <param name="Paused">Why the runner has paused, or null while it runs.</param>
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
    /// Whether there was no read model of this version and it is being built from the log: pages show what is in it so
    /// far.
    /// </summary>
    public bool IsBuilding { get; init; }

    /// <summary>Why the last rebuild failed, or null. The read model in use was not touched by it.</summary>
    public string? RebuildError { get; init; }

    /// <summary>
    /// The event before which the last rebuild stopped, and which nobody has set aside; null when it failed otherwise,
    /// or not at all.
    /// </summary>
    public ProjectionPause? RebuildStop { get; init; }

    /// <summary>The oldest mismatch of the log that nobody has acknowledged, or null.</summary>
    public LogMismatch? Mismatch { get; init; }

    /// <summary>How many events were set aside: they are in the log, and not in what the pages show.</summary>
    public int SetAside { get; init; }
}

/// <summary>
/// An event the read model could not apply. The runner stays before it and tries again; it never skips.
/// </summary>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Error">What went wrong, as text of the exception.</param>
/// <param name="Since">When it first failed.</param>
/// <param name="Tries">How often it was tried.</param>
public sealed record ProjectionPause(long Position, string EventType, string Error, DateTimeOffset Since, int Tries);

/// <summary>How far a rebuild of the read model is.</summary>
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
    /// <summary>State as of now.</summary>
    SystemStatus Current { get; }

    /// <summary>
    /// Calls back after the state changed, at most a few times a second. Runs on the runner's thread: hand over, do not
    /// work.
    /// </summary>
    /// <param name="onChanged">What to call.</param>
    /// <returns>Dispose to stop.</returns>
    IDisposable Subscribe(Action onChanged);
}
