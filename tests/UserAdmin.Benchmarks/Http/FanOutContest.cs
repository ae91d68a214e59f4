using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Benchmarks.Http;

/// <summary>
/// Sends events to several receivers by webhooks, and the same requests without a log, signatures or records. The
/// receivers are in the same process and answer at once.
/// </summary>
internal static class FanOutContest
{
    private const int Receivers = 10;
    private const int MostEvents = 10_000;

    // As many for each receiver as a webhook has under way at once.
    private const int AtOnce = 8;

    private static readonly string[] _settings =
    [
        $"--{WebhookOptions.Section}:{nameof(WebhookOptions.AllowPrivateAddresses)}=true",
        $"--{WebhookOptions.Section}:{nameof(WebhookOptions.AllowHttp)}=true",
    ];

    /// <summary>Measures on the databases in a folder, which are changed by it.</summary>
    public static async IAsyncEnumerable<Result> MeasureAsync(string folder)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var console = await ServedConsole.StartAsync(folder, _settings);
        var webhooks = new List<string>();
        for (var number = 0; number < Receivers; number++)
        {
            var id = Guid.CreateVersion7().ToString();
            webhooks.Add(id);
            await console.SendAsSystemAsync(
                new CreateWebhook(
                    console.ApplicationId,
                    id,
                    $"{receiver.Url}/{number}",
                    NewWebhookSecret.Make(),
                    [nameof(UserProfileChanged)]
                )
            );
            await console.SendAsSystemAsync(new PauseWebhook(console.ApplicationId, id));
        }

        var users = await console.AskAsync(new ListUsers("", PageSize: ListUsers.MostRows));
        var events = 0;
        for (; events < MostEvents; events++)
        {
            var user = users.Items[events % users.Items.Count];
            await console.SendAsSystemAsync(
                new UpdateUserProfile(user.Id, $"Grace Hopper {events}", long.MaxValue) { GivenName = "Grace" }
            );
        }

        var wanted = events * Receivers;
        var started = Stopwatch.GetTimestamp();
        foreach (var webhook in webhooks)
        {
            await console.SendAsSystemAsync(new ResumeWebhook(console.ApplicationId, webhook));
        }

        while (receiver.Count < wanted)
        {
            await Task.Delay(20);
        }

        var ours = Stopwatch.GetElapsedTime(started);
        var raw = await RawAsync(receiver, events);
        yield return new Result(
            $"fan-out, {events:#,0} events to {Receivers}",
            [ours.TotalMilliseconds],
            [raw.TotalMilliseconds]
        )
        {
            PerSecond = wanted / ours.TotalSeconds,
        };
    }

    private static async Task<TimeSpan> RawAsync(Receiver receiver, int events)
    {
        using var client = new HttpClient();
        var bodies = receiver.Bodies;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, Receivers)
                .Select(number =>
                    Parallel.ForEachAsync(
                        Enumerable.Range(0, events),
                        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                        async (one, cancellationToken) =>
                        {
                            using var content = new ByteArrayContent(bodies[one % bodies.Count]);
                            using var response = await client.PostAsync(
                                new Uri($"{receiver.Url}/{number}"),
                                content,
                                cancellationToken
                            );
                            response.EnsureSuccessStatusCode();
                        }
                    )
                )
        );
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Answers everything with 204 and counts.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentBag<byte[]> _bodies = [];
        private int _count;

        private Receiver(WebApplication app) => _app = app;

        /// <summary>The number of requests.</summary>
        public int Count => Volatile.Read(ref _count);

        /// <summary>Some of the bodies.</summary>
        public IReadOnlyList<byte[]> Bodies => [.. _bodies];

        public string Url => _app.Urls.Single();

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var receiver = new Receiver(builder.Build());
            receiver._app.MapPost("/{number}", receiver.TakeAsync);
            await receiver._app.StartAsync();
            return receiver;
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            if (_bodies.Count < 1_000)
            {
                _bodies.Add(body.ToArray());
            }

            http.Response.StatusCode = StatusCodes.Status204NoContent;
            Interlocked.Increment(ref _count);
        }
    }
}
