using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using UserAdmin.Following;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Measures the following of other programs, on both databases: how soon a subscriber of the read model hears of a
/// change that another program has committed, what the triggers cost that program, and how many accounts a comparison
/// of everything does in a second.
/// </summary>
internal static class OtherProgramsContest
{
    private const int Changes = 100;
    private const double Latency = 150;
    private const int Compared = 200_000;
    private const int Comparisons = 5;
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);

    /// <param name="users">The number of users.</param>
    /// <param name="data">A folder with as many users, of which copies are used; null to make them.</param>
    public static async IAsyncEnumerable<Result> MeasureAsync(int users, string? data)
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        using var following = new TemporaryFolder();
        if (data is null)
        {
            await Seeded.FillAsync(folder.Path, users);
        }
        else
        {
            Seeded.Copy(data, folder.Path);
        }

        await EnsureTriggersAsync(folder.Path, null);
        Seeded.Copy(folder.Path, copy.Path);
        Seeded.Copy(folder.Path, following.Path);
        await foreach (var result in OfAsync("SQLite", Open(folder.Path), Open(copy.Path), following.Path, null, users))
        {
            yield return result;
        }

        if (PostgreSqlCluster.Missing is not null)
        {
            yield break;
        }

        var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        await cluster.RunAsync("CREATE DATABASE followed");
        await Seeded.CopyToServerAsync(following.Path, cluster.To("followed"));
        await EnsureTriggersAsync(following.Path, cluster.To("followed"));
        NpgsqlConnection.ClearAllPools();
        await cluster.RunAsync("CREATE DATABASE triggered TEMPLATE followed");
        await cluster.RunAsync("CREATE DATABASE plain TEMPLATE followed");
        await foreach (
            var result in OfAsync(
                "PostgreSQL",
                new NpgsqlConnection(cluster.To("triggered")),
                new NpgsqlConnection(cluster.To("plain")),
                following.Path,
                cluster.To("followed"),
                users
            )
        )
        {
            yield return result;
        }
    }

    private static async IAsyncEnumerable<Result> OfAsync(
        string name,
        DbConnection triggered,
        DbConnection plain,
        string folder,
        string? server,
        int users
    )
    {
        await using (triggered)
        await using (plain)
        {
            await triggered.OpenAsync();
            await plain.OpenAsync();
            var cost = new TriggerCost(name, triggered, plain, isOnServer: server is not null);
            cost.DropTriggers();
            yield return cost.Single();
            yield return cost.Many();
        }

        await using var console = await RunningConsole.OpenAsync(folder, server);
        await console.StartAsync();
        var follower = console.Get<StockFollower>();
        await follower.StartAsync(CancellationToken.None);
        // The first comparison, of the start, has to be over.
        var reports = console.Get<IStockReports>();
        await reports.CompareAsync();
        await using DbConnection program = server is null ? Open(folder) : new NpgsqlConnection(server);
        await program.OpenAsync();
        yield return await LatencyAsync(name, console, program);
        await follower.StopAsync(CancellationToken.None);
        foreach (var result in await ComparisonAsync(name, reports))
        {
            yield return result;
        }
    }

    private static async Task<IReadOnlyList<Result>> ComparisonAsync(string name, IStockReports reports)
    {
        var (times, processor, compared) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < Comparisons; round++)
        {
            var (begun, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            compared = (await reports.CompareAsync())?.Compared ?? 0;
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds);
        }

        return
        [
            new Result($"{name}, comparison of everything", times, [])
            {
                PerSecond = compared / times.Order().ElementAt(Comparisons / 2) * 1000,
                Aim = $"{Compared:#,0} accounts/s",
                IsMet = result => result.PerSecond >= Compared,
            },
            // Without that of a server. Other work on the machine changes it less.
            new Result($"{name}, its processor time", processor, [])
            {
                PerSecond = compared / processor.Order().ElementAt(Comparisons / 2) * 1000,
            },
        ];
    }

    /// <summary>From the commit of another program to the moment when open pages hear of it.</summary>
    private static async Task<Result> LatencyAsync(string name, RunningConsole console, DbConnection program)
    {
        var heard = new ConcurrentDictionary<string, TaskCompletionSource<long>>();
        using var subscription = console
            .Get<IChangeFeed>()
            .Subscribe(change =>
            {
                var now = Stopwatch.GetTimestamp();
                foreach (var waiting in heard.Where(one => change.Concerns(one.Key)))
                {
                    waiting.Value.TrySetResult(now);
                }
            });
        using var random = program.Statement("SELECT \"Id\" FROM \"AspNetUsers\" ORDER BY \"Id\" LIMIT 120");
        var times = new List<double>();
        foreach (var (round, row) in random.Rows().Index())
        {
            var id = (string)row[0];
            var told = heard[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            // At any moment between two looks.
            await Task.Delay(Random.Shared.Next(100, 350));
            program.Execute(
                $"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '+{name.Length} {round}' WHERE \"Id\" = '{id}'"
            );
            var committed = Stopwatch.GetTimestamp();
            var at = await told.Task.WaitAsync(_longestWait);
            heard.Clear();
            times.Add(Math.Max(0, Stopwatch.GetElapsedTime(committed, at).TotalMilliseconds));
        }

        // The first ones warm up.
        return new Result($"{name}, commit elsewhere to open pages", [.. times.TakeLast(Changes)], [])
        {
            Aim = $"p50 below {Latency} ms, p95 below 1 s",
            IsMet = result => result.P50 < Latency && result.P95 < 1000,
        };
    }

    private static async Task EnsureTriggersAsync(string folder, string? server)
    {
        await using (var console = await RunningConsole.OpenAsync(folder, server))
        {
            await console.Get<IStockTriggers>().EnsureAsync(CancellationToken.None);
        }

        SqliteConnection.ClearAllPools();
    }

    // As applications have it: EF Core turns on write-ahead logging when it creates a file.
    private static SqliteConnection Open(string folder) =>
        new($"Data Source={Path.Combine(folder, "write.db")};Pooling=False");
}
