using System.Diagnostics;
using Microsoft.Data.Sqlite;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares the runner's own code, applying a backlog batch by batch, with raw upserts of the same rows into a copy.
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
        using var log = new LogReader(console.Get<IWriteStore>());
        using var writer = console.Get<IReadStore>().OpenWriter();
        using var raw = new RawReadModel(console.OpenWrite(), console.OpenRead(), copy);
        var (times, rawTimes) = (new List<double>(), new List<double>());
        var events = 0;
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var taken = ReadModelRebuild.CatchUp(writer, log, ProjectionRunner.BatchSize);
            var time = Stopwatch.GetElapsedTime(start);
            if (taken == 0)
            {
                break;
            }

            var (_, rawTime) = raw.Follow(ProjectionRunner.BatchSize);
            // The last batch may be smaller and is then not comparable with the others.
            if (taken == ProjectionRunner.BatchSize || events == 0)
            {
                events += taken;
                times.Add(time.TotalMilliseconds);
                rawTimes.Add(rawTime.TotalMilliseconds);
            }
        }

        return new Result(name, times, rawTimes)
        {
            PerSecond = events / times.Sum() * 1000,
            Aim = $"at least {Wanted:#,0} events/s",
            IsMet = result => result.PerSecond >= Wanted,
        };
    }
}
