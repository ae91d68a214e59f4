using System.Net;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Hardening;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd;

/// <summary>Whether and to whom the real program shows its metrics.</summary>
public sealed class TelemetryTests : IDisposable
{
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
}
