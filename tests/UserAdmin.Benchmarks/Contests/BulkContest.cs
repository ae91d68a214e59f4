using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares a bulk action that gives a role to 10,000 people, each by a durable command of its own, with as many raw
/// transactions.
/// </summary>
internal static class BulkContest
{
    public const int Most = 10_000;

    public static async Task<Result> RunAsync(RunningConsole console)
    {
        using var ids = new UserIds(console);
        var people = ids.Open(Most);
        var role = Guid.CreateVersion7().ToString();
        await console.SendAsync(new CreateRole(role, "Benchmark crowd", null, []), console.Administrator);
        var batch = Guid.CreateVersion7().ToString();
        await console.SendAsync(
            new StartBulkAction(batch, BulkAction.AssignRole, people) { RoleId = role },
            console.Administrator
        );
        var started = Stopwatch.GetTimestamp();
        await console.Get<BulkRunner>().RunOnceAsync(CancellationToken.None);
        var time = Stopwatch.GetElapsedTime(started);

        using var raw = new RawEmailChange(console.OpenWrite());
        var start = Stopwatch.GetTimestamp();
        foreach (var (id, number) in people.Select((id, number) => (id, number)))
        {
            raw.Run(
                new(id, $"bulk.{number}@example.org", ids.VersionOf(id)),
                console.Administrator,
                Guid.CreateVersion7()
            );
        }

        var rawTime = Stopwatch.GetElapsedTime(start);
        await console.CaughtUpAsync();
        return new Result($"bulk role for {people.Count:#,0}", [time.TotalMilliseconds], [rawTime.TotalMilliseconds])
        {
            PerSecond = people.Count / time.TotalSeconds,
        };
    }
}
