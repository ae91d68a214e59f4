using System.Diagnostics;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares how many commands per second both databases do: in turns, on the same machine, with the PostgreSQL server
/// beside the nodes and its files on disk. Beside them, what raw statements do on PostgreSQL: one after the other, each
/// command with a commit of its own, which is the plain way, and many commands in one message, which nothing can be
/// faster than.
/// </summary>
internal static class CommandRates
{
    // What more users cost is measured by other contests.
    private const int Users = 2000;

    private const int Senders = 16;
    private const int Rounds = 5;
    private const int PerRound = 480;

    /// <summary>Measures everything, on databases and a server of its own.</summary>
    public static async IAsyncEnumerable<Result> MeasureAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        await cluster.RunAsync("CREATE DATABASE benchmark");
        using var folder = new TemporaryFolder();
        using var file = await StartAsync("file", null);
        using var one = await StartAsync("one", cluster.To("benchmark"));
        using var two = await StartAsync("two", cluster.To("benchmark"), isFirst: false);
        RatesProcess[] all = [file, one, two];
        var plain = new Way("PostgreSQL, raw, one by one", RatesWay.RawOneByOne, Senders, one);
        var nodes = new Way("PostgreSQL, 2 nodes, 16 senders", RatesWay.Bus, Senders, one, two);
        Way[] ways =
        [
            new("SQLite, 1 sender", RatesWay.Bus, 1, file),
            new("SQLite, 16 senders", RatesWay.Bus, Senders, file),
            new("PostgreSQL, 1 sender", RatesWay.Bus, 1, one),
            new("PostgreSQL, 16 senders", RatesWay.Bus, Senders, one),
            nodes,
            new("PostgreSQL, 2 nodes, 32 senders", RatesWay.Bus, 2 * Senders, one, two),
            plain,
            new("PostgreSQL, raw, in one message", RatesWay.RawTogether, 1, one),
        ];
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var way in ways)
            {
                await way.RunAsync(isWarmUp: round == 0);
                // What followed the log must have finished before the next one is measured.
                await Task.WhenAll(all.Select(node => node.AskAsync(new(RatesWay.CatchUp, 0, 0, 0))));
            }
        }

        foreach (var way in ways)
        {
            var result = new Result(way.Name, way.Times, []) { PerSecond = way.Rate };
            yield return way == nodes
                ? result with
                {
                    Aim = "600/s and 4 × one by one",
                    IsMet = result => result.PerSecond >= 600 && result.PerSecond >= 4 * plain.Rate,
                }
                : result;
        }

        async Task<RatesProcess> StartAsync(string name, string? server, bool isFirst = true)
        {
            var data = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
            if (isFirst)
            {
                await Seeded.FillAsync(data, Users, server);
            }

            return await RatesProcess.StartAsync(data, server);
        }
    }

    /// <summary>One way of making changes, and what was measured of it.</summary>
    private sealed class Way(string name, RatesWay way, int senders, params IReadOnlyList<RatesProcess> nodes)
    {
        private readonly List<double> _rates = [];

        public string Name => name;

        public List<double> Times { get; } = [];

        /// <summary>Changes per second: the median of the rounds.</summary>
        public double Rate => _rates.Order().ElementAt(_rates.Count / 2);

        public async Task RunAsync(bool isWarmUp)
        {
            var share = PerRound / nodes.Count;
            var answers = await Task.WhenAll(
                nodes.Select((node, i) => node.AskAsync(new(way, senders / nodes.Count, i * share, share)))
            );
            if (!isWarmUp)
            {
                var time = Stopwatch.GetElapsedTime(answers.Min(one => one.Begun), answers.Max(one => one.Ended));
                _rates.Add(PerRound / time.TotalSeconds);
                Times.AddRange(answers.SelectMany(one => one.Times));
            }
        }
    }
}
