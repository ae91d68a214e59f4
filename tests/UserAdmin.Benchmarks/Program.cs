using UserAdmin.Benchmarks;
using UserAdmin.Benchmarks.Contests;
using UserAdmin.Benchmarks.Screen;

// Not BenchmarkDotNet: it runs one candidate after the other, each in a process of its own. Here ours and the raw statements
// take turns, call by call, on the same files, so that whatever else the machine does hits both and the ratio holds.
if (Options.Parse(args) is not { } options)
{
    return 2;
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
    string password;
    await using (var console = await RunningConsole.CreateAsync(folder))
    {
        password = console.Password;
        using var empty = console.CopyReadModel("empty.db");
        using var followed = console.CopyReadModel("raw.db");
        await Population.FillAsync(console, options.Users);
        FollowingContest.WarmUp(console);
        yield return FollowingContest.Run(console, followed, "projection, new users");
        await Population.ChangeAsync(console, options.Users);
        yield return FollowingContest.Run(console, followed, "projection, changes");
        yield return RebuildContest.Run(console, empty, options.Users);
        await console.StartAsync();
        await foreach (var result in QueryContests.RunAsync(console))
        {
            yield return result;
        }

        yield return await EmailContest.RunAsync(console);
        await foreach (var result in SignInContest.RunAsync(console))
        {
            yield return result;
        }
    }

    if (options.Screen)
    {
        yield return await CommitToScreen.RunAsync(folder, password);
    }
}
