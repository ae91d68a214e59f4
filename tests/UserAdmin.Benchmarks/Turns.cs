using System.Diagnostics;

namespace UserAdmin.Benchmarks;

/// <summary>Measures our code and the raw statements in turn.</summary>
internal static class Turns
{
    // Long enough for the JIT's second tier, which starts only when nothing new has been compiled for a while.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    // For one of many queries that use the same code, which is warm by then.
    private static readonly TimeSpan _shortWarmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>Measures one piece of work on both sides.</summary>
    /// <param name="name">Name of the work.</param>
    /// <param name="rounds">Number of measurements for each side.</param>
    /// <param name="prepare">Makes the next input; not measured.</param>
    /// <param name="ours">Does the work with our code.</param>
    /// <param name="raw">Does the work with raw statements.</param>
    /// <param name="settle">Waits for background work after each call; not measured.</param>
    /// <param name="isBrief">Whether the work is one of many of the same kind, so that a short warm-up is
    /// enough.</param>
    public static async Task<Result> TakeAsync<T>(
        string name,
        int rounds,
        Func<T> prepare,
        Func<T, Task> ours,
        Action<T> raw,
        Func<Task>? settle = null,
        bool isBrief = false
    )
    {
        var (times, rawTimes) = (new List<double>(), new List<double>());
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; times.Count < rounds; round++)
        {
            var isWarm =
                round >= (isBrief ? 5 : 100) && Stopwatch.GetElapsedTime(started) > (isBrief ? _shortWarmUp : _warmUp);
            var input = prepare();
            var start = Stopwatch.GetTimestamp();
            await ours(input);
            var time = Stopwatch.GetElapsedTime(start);
            await (settle?.Invoke() ?? Task.CompletedTask);

            input = prepare();
            start = Stopwatch.GetTimestamp();
            raw(input);
            var rawTime = Stopwatch.GetElapsedTime(start);
            await (settle?.Invoke() ?? Task.CompletedTask);
            if (isWarm)
            {
                times.Add(time.TotalMilliseconds);
                rawTimes.Add(rawTime.TotalMilliseconds);
            }
        }

        return new Result(name, times, rawTimes);
    }
}
