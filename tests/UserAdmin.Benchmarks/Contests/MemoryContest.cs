using System.Diagnostics;
using System.Globalization;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Measures the memory of this process.</summary>
internal static class MemoryContest
{
    internal const double Wanted = 400;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures the memory of the idle program, after a garbage collection.</summary>
    public static IEnumerable<Result> AtRest()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Of("memory at rest", Now(), isAimed: false);
    }

    /// <summary>Runs some work and samples the memory meanwhile.</summary>
    /// <param name="work">The work.</param>
    /// <returns>The highest values sampled.</returns>
    public static async Task<Memory> DuringAsync(Func<Task> work)
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
                var now = Now();
                most = new(Math.Max(most.Own, now.Own), Math.Max(most.Resident, now.Resident));
            }
        });
        await work();
        await stop.CancelAsync();
        await looking;
        return most;
    }

    public static IEnumerable<Result> Of(string name, Memory memory, bool isAimed = true) =>
        [
            new Result(name, [], [])
            {
                Megabytes = memory.Own,
                Aim = isAimed ? $"below {Wanted:0} MB" : null,
                IsMet = result => result.Megabytes < Wanted,
            },
            new Result($"{name}, with program files", [], []) { Megabytes = memory.Resident },
        ];

    private static Memory Now()
    {
        using var process = Process.GetCurrentProcess();
        var resident = process.WorkingSet64 / 1_000_000.0;
        // Only Linux reports it separately; elsewhere the working set is used instead.
        var own = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/status")
                .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
                .Select(line =>
                    double.Parse(line.AsSpan()["RssAnon:".Length..^"kB".Length], CultureInfo.InvariantCulture)
                    * 1024
                    / 1_000_000
                )
                .FirstOrDefault(resident)
            : resident;
        return new(own, resident);
    }

    /// <summary>Memory in MB.</summary>
    /// <param name="Own">Memory that belongs to this process alone.</param>
    /// <param name="Resident">The working set: also includes pages of program files, which the system can drop and
    /// share, and compiled code, which is counted twice.</param>
    internal readonly record struct Memory(double Own, double Resident);
}
