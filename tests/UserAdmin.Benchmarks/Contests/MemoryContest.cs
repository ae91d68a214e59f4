using System.Diagnostics;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>The memory that the system counts for this process, while something is done.</summary>
internal static class MemoryContest
{
    private const double Wanted = 400;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    /// <summary>With the program running and nothing to do, after a collection.</summary>
    public static Result AtRest()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Of("memory at rest", Now());
    }

    /// <summary>Does something and looks on.</summary>
    /// <param name="work">What to do.</param>
    /// <returns>The most there was, in MB.</returns>
    public static async Task<double> DuringAsync(Func<Task> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var stop = new CancellationTokenSource();
        var most = Now();
        var looking = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(_look);
            while (!stop.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync();
                most = Math.Max(most, Now());
            }
        });
        await work();
        await stop.CancelAsync();
        await looking;
        return most;
    }

    public static Result Of(string name, double megabytes, bool isAimed = false) => new(name, [], [])
    {
        Megabytes = megabytes,
        Aim = isAimed ? $"below {Wanted:0} MB" : null,
        IsMet = result => result.Megabytes < Wanted,
    };

    private static double Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1_000_000.0;
    }
}
