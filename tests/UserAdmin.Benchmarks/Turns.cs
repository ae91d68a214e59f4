using System.Diagnostics;

namespace UserAdmin.Benchmarks;

/// <summary>Lets ours and the raw statements take turns.</summary>
internal static class Turns
{
    // Long enough for the JIT's second tier, which waits until nothing new is compiled.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    // For one of many questions that take the same path, which is warm by then.
    private static readonly TimeSpan _shortWarmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>Measures one piece of work.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rounds">How many times each side does it.</param>
    /// <param name="prepare">Makes the next input; not measured.</param>
    /// <param name="ours">Does it our way.</param>
    /// <param name="raw">Does it the raw way.</param>
    /// <param name="settle">What has to come to rest after each time; not measured.</param>
    /// <param name="isBrief">Whether it is one of many of the same kind, so that little warming up will do.</param>
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
