using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Hardening;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd;

/// <summary>Metrics, traces and logs of the real program, only on loopback.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Marker = "marker7391";

    private readonly DataFolder _data = new();

    [Fact]
    public async Task Program_WithoutSettings_ShowsNothingAndLoadsNothing()
    {
        await using var program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        using var visitor = new HttpVisitor(program.Address);

        (await StatusAsync(visitor)).ShouldBe(HttpStatusCode.NotFound);
        if (OperatingSystem.IsLinux())
        {
            var loaded = await File.ReadAllTextAsync(
                $"/proc/{program.ProcessId}/maps",
                TestContext.Current.CancellationToken
            );
            loaded.ShouldContain("UserAdmin.Web.dll");
            loaded.ShouldNotContain("OpenTelemetry");
        }
    }

    [Fact]
    public async Task Metrics_WhenAskedFor_AreShownToThisMachineButNotThroughAProxy()
    {
        await using var program = await RunningProgram.StartAsync(
            _data,
            [.. ConsoleFixture.Settings, "--UserAdmin:Metrics:Prometheus=true"]
        );
        using var visitor = new HttpVisitor(program.Address);

        using var answer = await visitor.SendAsync(HttpMethod.Get, "/metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("useradmin_command_duration_seconds_count");
        text.ShouldContain("useradmin_read_model_lag");
        text.ShouldContain("dotnet_gc_collections");
        (await StatusAsync(visitor, ("X-Forwarded-For", "127.0.0.1"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Metrics_WhenAskedForByOthersOnly_AreNotShownToThisMachine()
    {
        await using var program = await RunningProgram.StartAsync(
            _data,
            [.. ConsoleFixture.Settings, "--UserAdmin:Metrics:Prometheus=true", "--UserAdmin:Metrics:From=192.0.2.7"]
        );
        using var visitor = new HttpVisitor(program.Address);

        (await StatusAsync(visitor)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Otlp_WhenAnEndpointIsSet_GetsTracesMetricsAndLogsWithoutAnythingTyped()
    {
        using var collector = new Collector();
        await using var program = await RunningProgram.StartAsync(
            _data,
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
            ConsoleFixture.Settings
        );
        // A caller whose own trace is recorded; the client of the test would say that it is not.
        using var visitor = new HttpVisitor(
            program.Address,
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        );

        foreach (var path in (string[])[$"/users?search={Marker}", $"/users/{Marker}"])
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, path);
        }

        await Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    collector.Got("/v1/metrics", "useradmin.command.duration")
                        && collector.Got("/v1/traces", "http.route")
                ),
            "traces and metrics arrive"
        );
        await program.StopAsync();
        collector.All.ShouldNotContain(Marker);
        collector.All.ShouldNotContain(_data.Path);
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private static async Task<HttpStatusCode> StatusAsync(
        HttpVisitor visitor,
        params (string Name, string Value)[] headers
    )
    {
        using var answer = await visitor.SendAsync(HttpMethod.Get, "/metrics", null, headers);
        return answer.StatusCode;
    }

    /// <summary>Takes what is sent over OTLP.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body)> _got = new();

        public Collector()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add($"{Address}/");
            _listener.Start();
            _ = TakeAsync();
        }

        public string Address { get; }

        public string All => string.Join('\n', _got.Select(got => got.Body));

        public bool Got(string path, string text) =>
            _got.Any(got => got.Path == path && got.Body.Contains(text, StringComparison.Ordinal));

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var request = await _listener.GetContextAsync();
                    // The names and texts in protobuf are plain.
                    using var body = new StreamReader(request.Request.InputStream, Encoding.Latin1);
                    _got.Enqueue((request.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                    request.Response.Close();
                }
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
