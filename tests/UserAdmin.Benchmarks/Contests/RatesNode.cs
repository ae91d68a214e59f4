using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// The core in a process of its own, which changes emails when asked. A process has one database: EF Core's compiled
/// queries belong to one model.
/// </summary>
internal static class RatesNode
{
    private const int Together = 16;
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(1)";

    /// <summary>Answers each line of the standard input.</summary>
    /// <param name="isFollowing">Whether the projection runner runs.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="server">Connection string of a write database on PostgreSQL; null if it is in the folder,
    /// too.</param>
    public static async Task RunAsync(bool isFollowing, string folder, string? server)
    {
        await using var console = await RunningConsole.OpenAsync(folder, server);
        var seen = new ConcurrentQueue<Moment>();
        using var subscription = console
            .Get<IChangeFeed>()
            .Subscribe(change => seen.Enqueue(new(change.Position, 0, Stopwatch.GetTimestamp())));
        if (isFollowing)
        {
            await console.StartAsync();
        }

        // It is ready.
        Console.WriteLine(JsonSerializer.Serialize(new RatesAnswer(0, 0, [])));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize<RatesRequest>(line)!;
            var (before, begun) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var answer = request.Way switch
            {
                RatesWay.Seen => new(0, 0, []) { Moments = [.. seen] },
                RatesWay.Bus or RatesWay.RawOneByOne or RatesWay.RawTogether => await ChangeAsync(console, request),
                _ => await WorkAsync(console, folder, request),
            };
            if (answer.Begun == 0)
            {
                answer = answer with { Begun = begun, Ended = Stopwatch.GetTimestamp() };
            }

            answer = answer with { Processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds };
            Console.WriteLine(JsonSerializer.Serialize(answer));
        }
    }

    private static async Task<RatesAnswer> WorkAsync(RunningConsole console, string folder, RatesRequest request)
    {
        var answer = new RatesAnswer(0, 0, []);
        switch (request.Way)
        {
            case RatesWay.CatchUp:
                await console.CaughtUpAsync();
                return answer;
            case RatesWay.Paced:
                return answer with { Moments = await NodeWork.PacedAsync(console, Changes(console, request)) };
            case RatesWay.Import:
                var (preview, run) = await new ImportedFile(console, folder).ImportAsync(
                    Actor.System,
                    request.Skip,
                    request.Take
                );
                return answer with { Times = [preview.TotalMilliseconds, run.TotalMilliseconds] };
            case RatesWay.WarmUp:
                FollowingContest.WarmUp(console);
                return answer;
            case RatesWay.Follow:
                return answer with { Done = NodeWork.Follow(console) };
            case RatesWay.Rebuild:
                return answer with { Done = console.Get<IReadModelRebuild>().Run(_ => { }, CancellationToken.None) };
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Way, "No such work.");
        }
    }

    private static async Task<RatesAnswer> ChangeAsync(RunningConsole console, RatesRequest request)
    {
        var changes = Changes(console, request);
        var raw = Enumerable
            .Range(0, request.Way == RatesWay.Bus ? 0 : request.Senders)
            .Select(_ => new RawEmailChange(console.Get<IWriteStore>().OpenConnection(), TakeTurn))
            .ToList();
        var begun = Stopwatch.GetTimestamp();
        var times = request.Way switch
        {
            RatesWay.Bus => await EachAsync(
                changes,
                request.Senders,
                (change, _) => console.SendAsync(change, Actor.System)
            ),
            RatesWay.RawOneByOne => await EachAsync(
                changes,
                request.Senders,
                (change, sender) =>
                {
                    raw[sender].Run(change, Actor.System, Guid.CreateVersion7());
                    return Task.CompletedTask;
                }
            ),
            _ => await EachAsync(
                [.. changes.Chunk(Together)],
                request.Senders,
                (together, sender) =>
                {
                    raw[sender].RunTogether(together, Actor.System);
                    return Task.CompletedTask;
                }
            ),
        };
        var ended = Stopwatch.GetTimestamp();
        raw.ForEach(one => one.Dispose());
        return new(begun, ended, times);
    }

    /// <summary>Makes a change for each of as many different users.</summary>
    private static List<ChangeUserEmail> Changes(RunningConsole console, RatesRequest request)
    {
        using var connection = console.Get<IWriteStore>().OpenConnection();
        using var open = connection.Statement(
            "SELECT \"UserId\" FROM \"UserProfiles\" WHERE \"DisabledAt\" IS NULL AND \"DeletedAt\" IS NULL "
                + "AND \"InvitedAt\" IS NULL"
        );
        using var versions = connection.Statement(
            "SELECT \"SubjectId\", MAX(\"Position\") FROM \"EventLog\" GROUP BY \"SubjectId\""
        );
        var version = versions.Rows().ToDictionary(row => (string)row[0], row => (long)row[1]);
        return
        [
            .. open.Rows()
                .Select(row => (string)row[0])
                .Order(StringComparer.Ordinal)
                .Skip(request.Skip)
                .Take(request.Take)
                .Select(id => new ChangeUserEmail(id, $"{Guid.NewGuid():N}@example.org", version[id])),
        ];
    }

    private static async Task<double[]> EachAsync<T>(List<T> changes, int senders, Func<T, int, Task> send)
    {
        var times = new double[changes.Count];
        await Task.WhenAll(
            Enumerable
                .Range(0, senders)
                .Select(sender =>
                    Task.Run(async () =>
                    {
                        for (var place = sender; place < changes.Count; place += senders)
                        {
                            var sent = Stopwatch.GetTimestamp();
                            await send(changes[place], sender);
                            times[place] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                        }
                    })
                )
        );
        return times;
    }
}
