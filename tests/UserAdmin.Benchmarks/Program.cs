using UserAdmin.Benchmarks;
using UserAdmin.Benchmarks.Charts;
using UserAdmin.Benchmarks.Contests;
using UserAdmin.Benchmarks.Http;
using UserAdmin.Benchmarks.Screen;
using UserAdmin.Tests.Storage.PostgreSql;

// Not BenchmarkDotNet, which runs the candidates one after the other, each in its own process. Here our code and the
// raw statements take turns, call by call, on the same files, so that other load on the machine slows both and the
// ratio stays valid.
if (args is [RatesProcess.Verb or RatesProcess.VerbWithoutRunner, var nodeFolder, .. var nodeServer])
{
    await RatesNode.RunAsync(args[0] == RatesProcess.Verb, nodeFolder, nodeServer.SingleOrDefault());
    return 0;
}

if (Options.Parse(args) is not { } options)
{
    return 2;
}

if (options.Chart is { } chart)
{
    return await Growth.MeasureAsync(options, chart) ? 0 : 1;
}

using var folder = new TemporaryFolder();
var results = await Report.PrintAsync(MeasureAsync(options, folder.Path));
if (options.Json is { } path)
{
    Report.Write(results, path);
}

return 0;

static async IAsyncEnumerable<Result> MeasureAsync(Options options, string folder)
{
    if (options.Wants("texts"))
    {
        foreach (var result in TextsContest.Run())
        {
            yield return result;
        }
    }

    // On databases of their own, each with a server of its own.
    (string Name, Func<IAsyncEnumerable<Result>> Run)[] onServers =
    [
        ("rates", CommandRates.MeasureAsync),
        ("projection", ProjectionContest.MeasureAsync),
        ("node", OtherNodeContest.MeasureAsync),
        ("both-import", ImportOnBothContest.MeasureAsync),
        ("adoption", () => AdoptionContest.MeasureAsync(options.Users)),
        ("others", () => OtherProgramsContest.MeasureAsync(options.Users, options.Data)),
    ];
    foreach (var (_, run) in onServers.Where(one => PostgreSqlCluster.Missing is null && options.Wants(one.Name)))
    {
        await foreach (var result in run())
        {
            yield return result;
        }
    }

    if (options.Only.Count > 0 && options.Only.All(only => only == "texts" || onServers.Any(one => one.Name == only)))
    {
        yield break;
    }

    var size = options.Users;
    if (options.Data is { } data)
    {
        Seeded.Copy(data, folder);
    }
    else
    {
        await Seeded.FillAsync(folder, size);
    }

    // On a copy, because the import adds users. Before any raw statements run, because their memory would be counted
    // here.
    using (var copy = new TemporaryFolder())
    {
        Seeded.Copy(folder, copy.Path);
        await using var console = await RunningConsole.OpenSeededAsync(copy.Path);
        var (export, import) = (
            new ExportContest(console, copy.Path, size),
            new ImportContest(console, copy.Path, size)
        );
        await foreach (
            var result in RunAsync(
                options,
                console,
                ("rest", () => MemoryContest.AtRest().ToAsyncEnumerable()),
                ("export", export.MeasureAsync),
                ("import", import.MeasureAsync),
                ("export", () => export.Compare().ToAsyncEnumerable()),
                ("import", () => import.Compare().ToAsyncEnumerable())
            )
        )
        {
            yield return result;
        }
    }

    if (options.Wants("http"))
    {
        using var copy = new TemporaryFolder();
        Seeded.Copy(folder, copy.Path);
        await foreach (var result in HttpContest.MeasureAsync(copy.Path))
        {
            yield return result;
        }
    }

    if (options.Wants("fan-out"))
    {
        using var copy = new TemporaryFolder();
        Seeded.Copy(folder, copy.Path);
        await foreach (var result in FanOutContest.MeasureAsync(copy.Path))
        {
            yield return result;
        }
    }

    string password;
    await using (var console = await RunningConsole.OpenSeededAsync(folder))
    {
        password = console.Password;
        await foreach (
            var result in RunAsync(
                options,
                console,
                ("list", () => ListContests.RunAsync(console, folder)),
                ("callers", () => CallersContest.RunAsync(console, folder)),
                ("user", () => One(GetUserContest.RunAsync(console))),
                ("as-of", () => One(AsOfContest.RunAsync(console))),
                ("list-as-of", () => PastListContest.RunAsync(console)),
                ("undo", () => UndoContest.RunAsync(console)),
                ("bulk", () => One(BulkContest.RunAsync(console))),
                ("email", () => One(EmailContest.RunAsync(console))),
                ("senders", () => One(SendersContest.RunAsync(console))),
                ("sign-in", () => SignInContest.RunAsync(console))
            )
        )
        {
            yield return result;
        }
    }

    if (options.Wants("sealing"))
    {
        yield return await SealingContest.RunAsync(folder);
    }

    await using (var console = await RunningConsole.OpenAsync(folder))
    {
        // The runner has not been started, so the changes made above are applied only now.
        using var empty = console.EmptyReadModel("empty.db");
        if (options.Wants("rebuild"))
        {
            yield return RebuildContest.Run(console, empty, size);
        }

        if (options.Wants("following"))
        {
            using var followed = console.CopyReadModel("raw.db");
            await Population.ChangeAsync(console, size);
            FollowingContest.WarmUp(console);
            yield return FollowingContest.Run(console, followed, "projection, changes");
        }
    }

    if (options.Screen)
    {
        yield return await CommitToScreen.RunAsync(folder, password);
    }
}

static async IAsyncEnumerable<Result> RunAsync(
    Options options,
    RunningConsole console,
    params (string Name, Func<IAsyncEnumerable<Result>> Run)[] contests
)
{
    await console.StartAsync();
    foreach (var (_, run) in contests.Where(contest => options.Wants(contest.Name)))
    {
        await foreach (var result in run())
        {
            yield return result;
        }
    }
}

static async IAsyncEnumerable<Result> One(Task<Result> result)
{
    yield return await result;
}
