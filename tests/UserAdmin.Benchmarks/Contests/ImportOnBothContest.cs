namespace UserAdmin.Benchmarks.Contests;

/// <summary>Compares the import of new people on PostgreSQL and on SQLite.</summary>
internal static class ImportOnBothContest
{
    private const int Users = 1000;
    private const int Rows = 5000;
    private const int Rounds = 4;

    public static async IAsyncEnumerable<Result> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        using var file = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var both = await BothDatabases.FillAsync(folder.Path, Users, changes: 0);
        using var onFile = await both.StartAsync(file.Path, isOnServer: false);
        using var onServer = await both.StartAsync(other.Path, isOnServer: true);
        var (all, run) = (new BothDatabases.Pairs(), new BothDatabases.Pairs());
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var isOnServer in BothDatabases.Turns(round))
            {
                var answer = await (isOnServer ? onServer : onFile).AskAsync(
                    new(RatesWay.Import, 0, round * Rows, Rows)
                );
                if (round > 0)
                {
                    all.Add(isOnServer, answer with { Done = Rows });
                    run.Add(isOnServer, answer.Times[1], Rows, answer.Processor);
                }
            }
        }

        yield return all.Times("import with preview");
        yield return run.Times("import");
        yield return run.Processor("import with preview");
    }
}
