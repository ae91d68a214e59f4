namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares how fast a read model follows the log, and how fast it is rebuilt, with the log on PostgreSQL and on
/// SQLite.
/// </summary>
internal static class ProjectionContest
{
    private const int Users = 20_000;
    private const int Changes = 15_000;
    private const int Rounds = 5;
    private const double Wanted = 5000;

    public static async IAsyncEnumerable<Result> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        var both = await BothDatabases.FillAsync(folder.Path, Users, Changes);
        var (following, rebuild) = (new BothDatabases.Pairs(), new BothDatabases.Pairs());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var isOnServer in BothDatabases.Turns(round))
            {
                using var copy = new TemporaryFolder();
                using var node = await both.StartAsync(copy.Path, isOnServer, isFollowing: false);
                await node.AskAsync(new(RatesWay.WarmUp, 0, 0, 0));
                following.Add(isOnServer, await node.AskAsync(new(RatesWay.Follow, 0, 0, 0)));
                rebuild.Add(isOnServer, await node.AskAsync(new(RatesWay.Rebuild, 0, 0, 0)));
            }
        }

        yield return following.Times("projection") with
        {
            Aim = $"at least {Wanted:#,0} events/s",
            IsMet = result => result.PerSecond >= Wanted,
        };
        yield return following.Processor("projection");
        yield return rebuild.Times("rebuild");
        yield return rebuild.Processor("rebuild");
    }
}
