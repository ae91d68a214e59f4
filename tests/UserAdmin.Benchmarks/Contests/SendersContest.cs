using System.Diagnostics;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares 16 people who change emails at the same time, each waiting for the answer before the next, with as many raw
/// transactions one after the other. A command's time is that from its sending to its answer.
/// </summary>
internal static class SendersContest
{
    private const int Senders = 16;
    private const int Most = 3200;

    public static async Task<Result> RunAsync(RunningConsole console)
    {
        using var raw = new RawEmailChange(console.OpenWrite());
        using var ids = new UserIds(console);
        var changes = ids.Open(Most)
            .Select((id, number) => new ChangeUserEmail(id, $"sender.{number}@example.org", ids.VersionOf(id)))
            .ToList();
        var times = new double[changes.Count];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(sender =>
                    Task.Run(async () =>
                    {
                        for (var place = sender; place < changes.Count; place += Senders)
                        {
                            var sent = Stopwatch.GetTimestamp();
                            await console.SendAsync(changes[place], console.Administrator);
                            times[place] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                        }
                    })
                )
        );
        var time = Stopwatch.GetElapsedTime(start);
        await console.CaughtUpAsync();

        var rawTimes = new List<double>(changes.Count);
        foreach (var change in changes)
        {
            var again = change with { Email = "again." + change.Email, SeenVersion = ids.VersionOf(change.UserId) };
            start = Stopwatch.GetTimestamp();
            raw.Run(again, console.Administrator, Guid.CreateVersion7());
            rawTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await console.CaughtUpAsync();
        return new Result($"ChangeUserEmail, {Senders} senders", times, rawTimes)
        {
            PerSecond = changes.Count / time.TotalSeconds,
        };
    }
}
