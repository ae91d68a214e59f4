using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

/// <summary>When a node waits for its pages before it stops, and what it still answers meanwhile.</summary>
public sealed class DrainingTests : IDisposable
{
    private readonly FakeNodes _nodes = new() { CanHaveOthers = true, HasOthers = true };
    private readonly TurnedClock _clock = new();
    private readonly ApplicationLifetime _program = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Draining _draining;
    private readonly StopRequests _stop;
    private readonly TaskCompletionSource _page = new();

    public DrainingTests()
    {
        _draining = new Draining(_nodes, Options.Create(new UserAdminOptions()), _clock, NullLogger<Draining>.Instance);
        _stop = new StopRequests(_draining, _program, NullLogger<StopRequests>.Instance);
    }

    private bool IsStopping => _program.ApplicationStopping.IsCancellationRequested;

    [Fact]
    public async Task Signal_WithoutANetworkOfNodes_StopsAtOnce()
    {
        _nodes.CanHaveOthers = false;
        _ = OpenAsync();

        await _stop.RequestAsync();

        (IsStopping, _nodes.HasLeft, _draining.Begun.IsCancellationRequested).ShouldBe((true, false, false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Signal_WhenNoOtherNodeIsKnown_StopsAtOnce(bool? hasOthers)
    {
        _nodes.HasOthers = hasOthers;
        _ = OpenAsync();

        await _stop.RequestAsync();

        (IsStopping, _nodes.HasLeft, _draining.Begun.IsCancellationRequested).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task Signal_WithAnOpenPage_StopsWhenThePageHasMoved()
    {
        var page = OpenAsync();

        var stopped = _stop.RequestAsync();

        (IsStopping, _draining.Begun.IsCancellationRequested).ShouldBe((false, true));
        _draining.Left.ShouldBe(TimeSpan.FromSeconds(30));
        _page.SetResult();
        await page;
        await stopped;
        IsStopping.ShouldBeTrue();
    }

    [Fact]
    public async Task Signal_WithoutAnythingOpen_StopsAtOnce()
    {
        await _stop.RequestAsync();

        (IsStopping, _nodes.HasLeft).ShouldBe((true, true));
    }

    [Fact]
    public async Task Signal_WithAPageThatDoesNotMove_StopsWhenTheTimeIsOver()
    {
        _ = OpenAsync();

        var stopped = _stop.RequestAsync();

        for (var seconds = 0; seconds < 30; seconds++)
        {
            IsStopping.ShouldBeFalse($"after {seconds} s");
            await _clock.SomeoneWaitsAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await stopped;
        IsStopping.ShouldBeTrue();
    }

    [Fact]
    public async Task Signal_WhenTheOtherNodesStopAsWell_StopsAtOnce()
    {
        _ = OpenAsync();
        var stopped = _stop.RequestAsync();
        await _clock.SomeoneWaitsAsync();

        _nodes.HasOthers = false;
        _clock.Advance(TimeSpan.FromSeconds(1));

        await stopped;
        IsStopping.ShouldBeTrue();
    }

    [Fact]
    public async Task Signal_WhenTheDatabaseStopsAnswering_GoesOnWaiting()
    {
        _ = OpenAsync();
        var stopped = _stop.RequestAsync();
        await _clock.SomeoneWaitsAsync();

        _nodes.HasOthers = null;
        _clock.Advance(TimeSpan.FromSeconds(1));

        await _clock.SomeoneWaitsAsync();
        IsStopping.ShouldBeFalse();
        await _stop.RequestAsync();
        await stopped;
    }

    [Fact]
    public async Task SecondSignal_StopsAtOnce()
    {
        _ = OpenAsync();
        var stopped = _stop.RequestAsync();
        IsStopping.ShouldBeFalse();

        await _stop.RequestAsync();

        IsStopping.ShouldBeTrue();
        await stopped;
    }

    [Theory]
    [InlineData("GET", "/users", true)]
    [InlineData("GET", "/node", true)]
    [InlineData("POST", "/_blazor/negotiate", true)]
    [InlineData("POST", "/users/export", false)]
    [InlineData("POST", "/account/sign-in", false)]
    [InlineData("POST", "/_blazor", false)]
    [InlineData("GET", "/_blazor", false)]
    [InlineData("GET", "/health/ready", false)]
    [InlineData("GET", "/metrics", false)]
    public async Task Request_WhileDraining_IsAnsweredOnceAndOnOneNode(string method, string path, bool isRefused)
    {
        _ = OpenAsync();
        var stopped = _stop.RequestAsync();

        (await AskAsync(method, path)).ShouldBe(isRefused ? 503 : 204);

        await _stop.RequestAsync();
        await stopped;
    }

    [Fact]
    public async Task Websocket_WhileDraining_IsSentToAnotherNode()
    {
        _ = OpenAsync();
        var stopped = _stop.RequestAsync();

        (await AskAsync("GET", "/_blazor", upgrade: "websocket")).ShouldBe(503);

        await _stop.RequestAsync();
        await stopped;
    }

    public void Dispose()
    {
        _page.TrySetResult();
        _stop.Dispose();
        _draining.Dispose();
    }

    /// <summary>Opens a page, which stays open until the test ends it.</summary>
    private Task OpenAsync() => _draining.WatchAsync(new DefaultHttpContext(), _ => _page.Task);

    private async Task<int> AskAsync(string method, string path, string? upgrade = null)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = (method, path);
        http.Request.Headers.Upgrade = upgrade;
        await _draining.WatchAsync(
            http,
            passed =>
            {
                passed.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        );
        return http.Response.StatusCode;
    }
}
