using System.Diagnostics;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Measures how soon a subscriber of the read model on another node hears of a change, beside one on the same node, on
/// both databases. Each node is a process.
/// </summary>
internal static class OtherNodeContest
{
    private const int Users = 2000;
    private const int Rounds = 5;
    private const int PerRound = 40;
    private const double Longest = 100;

    public static async IAsyncEnumerable<Result> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        using var folders = new TemporaryFolder();
        var both = await BothDatabases.FillAsync(folder.Path, Users, changes: 0);
        using var file = await StartAsync("file", isOnServer: false);
        using var one = await StartAsync("one", isOnServer: true);
        using var two = await StartAsync("two", isOnServer: true);
        Way[] ways =
        [
            new("PostgreSQL, another node", one, two),
            new("PostgreSQL, the same node", one, one),
            new("SQLite, the same node", file, file),
        ];
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var way in ways)
            {
                await way.RunAsync(round * PerRound, isWarmUp: round == 0);
            }
        }

        foreach (var way in ways)
        {
            yield return new Result($"{way.Name}, since answer", way.SinceAnswer, []);
            var whole = new Result($"{way.Name}, since sent", way.SinceSent, []);
            yield return way == ways[0]
                ? whole with
                {
                    Aim = $"p50 below {Longest} ms",
                    IsMet = result => result.P50 < Longest,
                }
                : whole;
        }

        Task<RatesProcess> StartAsync(string name, bool isOnServer) =>
            both.StartAsync(Directory.CreateDirectory(Path.Combine(folders.Path, name)).FullName, isOnServer);
    }

    /// <summary>A node that makes changes, and one that hears of them.</summary>
    private sealed class Way(string name, RatesProcess sender, RatesProcess listener)
    {
        public string Name => name;

        /// <summary>From the answer to the sender until a subscriber heard, in milliseconds; negative if that was
        /// earlier.</summary>
        public List<double> SinceAnswer { get; } = [];

        /// <summary>The same from the moment when the command was sent.</summary>
        public List<double> SinceSent { get; } = [];

        public async Task RunAsync(int skip, bool isWarmUp)
        {
            var sent = await sender.AskAsync(new(RatesWay.Paced, 1, skip, PerRound));
            await listener.AskAsync(new(RatesWay.CatchUp, 0, 0, 0));
            RatesAnswer seen;
            do
            {
                // Subscribers hear of a position a little after those who wait for it.
                seen = await listener.AskAsync(new(RatesWay.Seen, 0, 0, 0));
            } while (!seen.Moments.Any(moment => moment.Position >= sent.Moments[^1].Position));
            if (isWarmUp)
            {
                return;
            }

            foreach (var change in sent.Moments)
            {
                var heard = seen.Moments.Where(moment => moment.Position >= change.Position).Min(one => one.Known);
                SinceAnswer.Add(Milliseconds(change.Known, heard));
                SinceSent.Add(Milliseconds(change.Sent, heard));
            }
        }

        private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
    }
}
