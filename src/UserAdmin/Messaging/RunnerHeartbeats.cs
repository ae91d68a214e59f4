using System.Collections.Concurrent;

namespace UserAdmin.Messaging;

/// <summary>A background worker that has not reported a heartbeat for too long.</summary>
/// <param name="Name">What it does, in words that follow “the”.</param>
/// <param name="Since">When it last did its work.</param>
/// <param name="Error">The error of its last try, or null.</param>
public sealed record SilentRunner(string Name, DateTimeOffset Since, string? Error);

/// <summary>
/// Reports the background workers of this process that no longer do their work because they hang or keep failing.
/// </summary>
public interface IRunnerMonitor
{
    /// <summary>The workers that have been silent for longer than allowed.</summary>
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

    /// <summary>Records that a runner has started or has done some of its work.</summary>
    /// <param name="runner">Its name.</param>
    /// <param name="patience">How long it may take until the next heartbeat.</param>
    public void Beat(string runner, TimeSpan patience) => _runners[runner] = (time.GetUtcNow(), patience, null);

    /// <summary>Returns whether a runner of this name works in this process.</summary>
    public bool Knows(string runner) => _runners.ContainsKey(runner);

    /// <summary>Records that a runner was stopped, because another node does its work.</summary>
    public void Forget(string runner) => _runners.TryRemove(runner, out _);

    /// <summary>Records that its work failed. It counts as silent until it succeeds.</summary>
    public void Failed(string runner, Exception fault)
    {
        if (_runners.TryGetValue(runner, out var before))
        {
            _runners[runner] = before with { Error = fault.Message };
        }
    }
}
