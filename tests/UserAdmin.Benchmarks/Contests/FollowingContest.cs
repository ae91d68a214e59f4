using System.Diagnostics;
using Microsoft.Data.Sqlite;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Projections;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares applying a backlog, as the runner does it, with raw upserts of the same rows into a copy.
/// </summary>
internal static class FollowingContest
{
    private const double Wanted = 20_000;

    /// <summary>
    /// Lets the JIT compile the code by building a read model beside the one in use; it is then discarded.
    /// </summary>
    public static void WarmUp(RunningConsole console) =>
        console.Get<ReadModelRebuild>().Build(_ => { }, CancellationToken.None).Dispose();

    public static Result Run(RunningConsole console, SqliteConnection copy, string name)
    {
        using var raw = new RawReadModel(console.OpenWrite(), console.OpenRead(), copy);
        // Not in turns, because while the raw statements ran, the next batches would be read ahead.
        var start = Stopwatch.GetTimestamp();
        var events = NodeWork.Follow(console);
        var time = Stopwatch.GetElapsedTime(start);
        var rawTime = TimeSpan.Zero;
        while (raw.Follow(ProjectionRunner.BatchSize) is { Events: > 0 } batch)
        {
            rawTime += batch.Time;
        }

        return new Result(name, [time.TotalMilliseconds], [rawTime.TotalMilliseconds])
        {
            PerSecond = events / time.TotalSeconds,
            Aim = $"at least {Wanted:#,0} events/s",
            IsMet = result => result.PerSecond >= Wanted,
        };
    }
}
