using UserAdmin.Benchmarks;
using UserAdmin.Benchmarks.Contests;
using UserAdmin.Benchmarks.Screen;

// Not BenchmarkDotNet: it runs one candidate after the other, each in a process of its own. Here ours and the raw statements
// take turns, call by call, on the same files, so that whatever else the machine does hits both and the ratio holds.
var options = Options.Parse(args);
if (options is null)
{
    return 2;
}

using var folder = new TemporaryFolder();
var results = new List<Result>();
string password;
await using (var console = await RunningConsole.CreateAsync(folder.Path))
{
    password = console.Password;
    using var empty = console.CopyReadModel("empty.db");
    using var followed = console.CopyReadModel("raw.db");
    await Population.FillAsync(console, options.Users);
    results.Add(FollowingContest.Run(console, followed, "projection: new users"));
    await Population.ChangeAsync(console, options.Users);
    results.Add(FollowingContest.Run(console, followed, "projection"));
    results.Add(RebuildContest.Run(console, empty, options.Users));
    await console.StartAsync();
    results.AddRange(await QueryContests.RunAsync(console));
    results.Add(await EmailContest.RunAsync(console));
}

if (options.Screen)
{
    results.Add(await CommitToScreen.RunAsync(folder.Path, password));
}

Report.Print(results);
if (options.Json is { } path)
{
    Report.Write(results, path);
}

return 0;
