using System.Collections.Concurrent;

namespace UserAdmin.Messaging;

/// <summary>A background worker that has shown no life for too long.</summary>
/// <param name="Name">What it does, in words that follow “the”.</param>
/// <param name="Since">When it last did its work.</param>
/// <param name="Error">What its last try failed with, or null.</param>
public sealed record SilentRunner(string Name, DateTimeOffset Since, string? Error);

/// <summary>
/// Tells which background workers of this process no longer do their work, whether they hang or fail again and again.
/// </summary>
public interface IRunnerMonitor
{
    /// <summary>Those that are silent for longer than they may be.</summary>
    IReadOnlyList<SilentRunner> Silent { get; }
}

/// <inheritdoc/>
internal sealed class RunnerHeartbeats(TimeProvider time) : IRunnerMonitor
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, TimeSpan Patience, string? Error)> _runners =
        new();

    public IReadOnlyList<SilentRunner> Silent
    {
        get
        {
            var now = time.GetUtcNow();
            return
            [
                .. _runners
                    .Where(runner => now - runner.Value.At > runner.Value.Patience)
                    .Select(runner => new SilentRunner(runner.Key, runner.Value.At, runner.Value.Error))
                    .OrderBy(runner => runner.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Notes that a runner has begun, or done some of its work.</summary>
    /// <param name="runner">Its name.</param>
    /// <param name="patience">How long it may take until it says so again.</param>
    public void Beat(string runner, TimeSpan patience) => _runners[runner] = (time.GetUtcNow(), patience, null);

    /// <summary>Notes that its work failed: it counts as silent until it succeeds.</summary>
    public void Failed(string runner, Exception fault)
    {
        if (_runners.TryGetValue(runner, out var before))
        {
            _runners[runner] = before with { Error = fault.Message };
        }
    }
}
