using System.Diagnostics;

namespace UserAdmin.Benchmarks.Http;

/// <summary>A request, and the commands and queries that do the same without HTTP.</summary>
/// <param name="Name">What it is, such as <c>SCIM GET</c>.</param>
/// <param name="Rounds">Number of measurements for each side.</param>
/// <param name="Request">Makes the request of a number; no number comes twice.</param>
/// <param name="Bare">Does the same through the buses.</param>
internal sealed record HttpWork(string Name, int Rounds, Func<int, HttpRequestMessage> Request, Func<int, Task> Bare)
{
    private const int Senders = 8;
    private const int Blocks = 8;
    private const double MostCost = 1;

    // Microsoft demands 25 requests a second of an endpoint for SCIM; ten times that is the aim.
    private const double LeastPerSecond = 250;

    // Long enough for the second tier of the just-in-time compiler.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(4);

    // After a change, the index, the workers and open pages are busy for a moment. That would be counted to whatever
    // comes next, and always to the same side.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    private int _number;

    /// <summary>Whether it changes anything.</summary>
    public bool IsChange { get; init; }

    /// <summary>Measures both sides: one sender, then several at the same time.</summary>
    public async IAsyncEnumerable<Result> MeasureAsync(HttpClient client)
    {
        var (http, bare) = (new List<double>(Rounds), new List<double>(Rounds));
        var started = Stopwatch.GetTimestamp();
        while (http.Count < Rounds)
        {
            var isWarm = Stopwatch.GetElapsedTime(started) > _warmUp;
            await PauseAsync();
            var time = await RequestAsync(client);
            await PauseAsync();
            var bareTime = await BareAsync();
            if (isWarm)
            {
                http.Add(time);
                bare.Add(bareTime);
            }
        }

        yield return new Result(Name, http, bare)
        {
            PerSecond = 1000 / http.Average(),
            Aim = "p50 at most 1 ms more than bare",
            IsMet = result => result.P50 - result.LimitP50 <= MostCost,
        };

        var (httpSeconds, bareSeconds) = (0d, 0d);
        (http, bare) = ([], []);
        var (httpWork, bareWork) = (new List<double>(Blocks), new List<double>(Blocks));
        for (var block = 0; block < Blocks; block++)
        {
            httpSeconds += await TogetherAsync(() => RequestAsync(client), http, httpWork);
            bareSeconds += await TogetherAsync(BareAsync, bare, bareWork);
        }

        yield return new Result($"{Name}, {Senders} senders", http, bare)
        {
            PerSecond = http.Count / httpSeconds,
            Aim = $"{LeastPerSecond} requests a second",
            IsMet = result => result.PerSecond >= LeastPerSecond,
        };
        yield return new Result($"{Name}, {Senders} senders, bare", bare, []) { PerSecond = bare.Count / bareSeconds };
        // Unlike the times, it is the same on a machine that does other work beside.
        yield return new Result($"{Name}, processor time", httpWork, bareWork)
        {
            Aim = "p50 at most 1 ms more than bare",
            IsMet = result => result.P50 - result.LimitP50 <= MostCost,
        };
    }

    private Task PauseAsync() => IsChange ? Task.Delay(_pause) : Task.CompletedTask;

    private async Task<double> TogetherAsync(Func<Task<double>> call, List<double> times, List<double> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var own = new List<double>();
                        for (var count = 0; count < Rounds / Senders / Blocks * 2; count++)
                        {
                            own.Add(await call());
                        }

                        return own;
                    })
                )
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        work.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / all.Sum(own => own.Count));
        times.AddRange(all.SelectMany(own => own));
        return seconds;
    }

    private async Task<double> RequestAsync(HttpClient client)
    {
        using var request = Request(Interlocked.Increment(ref _number));
        var start = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return response.IsSuccessStatusCode
            ? time
            : throw new InvalidOperationException($"{Name}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    private async Task<double> BareAsync()
    {
        var number = Interlocked.Increment(ref _number);
        var start = Stopwatch.GetTimestamp();
        await Bare(number);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
