using System.Diagnostics;

namespace UserAdmin.Benchmarks;

/// <summary>Lets ours and the raw statements take turns.</summary>
internal static class Turns
{
    // Long enough for the JIT's second tier, which waits until nothing new is compiled.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    /// <summary>Measures one piece of work.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rounds">How many times each side does it.</param>
    /// <param name="prepare">Makes the next input; not measured.</param>
    /// <param name="ours">Does it our way.</param>
    /// <param name="raw">Does it the raw way.</param>
    /// <param name="settle">What has to come to rest after each time; not measured.</param>
    public static async Task<Result> TakeAsync<T>(
        string name, int rounds, Func<T> prepare, Func<T, Task> ours, Action<T> raw, Func<Task>? settle = null)
    {
        var (times, rawTimes) = (new List<double>(), new List<double>());
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; times.Count < rounds; round++)
        {
            var isWarm = round >= 100 && Stopwatch.GetElapsedTime(started) > _warmUp;
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
