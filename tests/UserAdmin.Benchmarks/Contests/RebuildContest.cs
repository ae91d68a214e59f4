using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Projections;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Compares a rebuild of the whole read model with raw upserts of the same rows.</summary>
internal static class RebuildContest
{
    private const int Rounds = 1;
    private const int RawBatchSize = 5000;

    public static Result Run(RunningConsole console, SqliteConnection empty, int users)
    {
        var (times, rawTimes) = (new List<double>(), new List<double>());
        var position = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            position = console.Get<IReadModelRebuild>().Run(_ => { }, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            rawTimes.Add(RunRaw(console, empty));
        }

        // With fewer users, the preparation takes most of the time.
        var seconds = users >= 1_000_000 ? 90.0 * users / 1_000_000 : (double?)null;
        return new Result("rebuild", times, rawTimes)
        {
            PerSecond = position / times.Order().ElementAt(Rounds / 2) * 1000,
            Aim = seconds is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"below {seconds:0} s for {users:#,0} users"),
            IsMet = result => result.P50 < seconds * 1000,
        };
    }

    private static double RunRaw(RunningConsole console, SqliteConnection empty)
    {
        using var target = console.Copy(empty, "raw-rebuild.db");
        // The same settings as those of a rebuild.
        target.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        using var raw = new RawReadModel(console.OpenWrite(), console.OpenRead(), target);
        var milliseconds = 0.0;
        while (raw.Follow(RawBatchSize) is { Events: > 0 } batch)
        {
            milliseconds += batch.Time.TotalMilliseconds;
        }

        return milliseconds;
    }
}
