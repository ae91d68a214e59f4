using System.Net;
using System.Net.WebSockets;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>Rate limits for each client address, and how a trusted proxy changes which address counts.</summary>
public sealed class LimitsTests : IAsyncLifetime
{
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private readonly DataFolder _data = new();
    private RunningProgram? _program;
    private HttpVisitor? _visitor;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _program = await RunningProgram.StartAsync(
            _data,
            [
                .. ConsoleFixture.Settings,
                "--UserAdmin:SignInAttemptsPerMinute=3",
                "--UserAdmin:ConnectionsPerAddress=2",
                "--UserAdmin:TrustedProxies=127.0.0.1",
            ]
        );
        _visitor = new HttpVisitor(_program.Address);
    }

    [Fact]
    public async Task SignIn_TriedTooOften_IsRefusedByAPageThatSaysWhenToTryAgain()
    {
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await _visitor!.SignInAsync(_ada, "wrong password");
            wrong.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await _visitor!.SignInAsync(_ada);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var wait = (int)refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        wait.ShouldBeInRange(1, 60);
        (await HttpVisitor.TextAsync(refused)).ShouldSatisfyAllConditions(
            page => page.ShouldContain("Too many tries"),
            page => page.ShouldContain(wait == 1 ? "in a second" : $"in {wait} seconds"),
            page => page.ShouldContain("ua-plain")
        );
        refused.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        await StillAnswersAsync();
        await _program!.LineAsync("UserAdmin:TrustedProxies");
        _program.Lines.Count(line => line.Contains("UserAdmin:TrustedProxies", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Links_TriedTooOften_AreRefused()
    {
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await _visitor!.GetAsync($"/account/set-up?token=guess-{i}");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Gone);
        }

        using var refused = await _visitor!.GetAsync("/account/set-up?token=guess-3");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await StillAnswersAsync();
    }

    [Fact]
    public async Task Visitors_BehindATrustedProxy_AreToldApart()
    {
        for (var i = 0; i < 4; i++)
        {
            using var tried = await _visitor!.GetAsync("/account/set-up?token=guess", ("X-Forwarded-For", "192.0.2.7"));
            tried.StatusCode.ShouldBe(i < 3 ? HttpStatusCode.Gone : HttpStatusCode.TooManyRequests);
        }

        using var other = await _visitor!.GetAsync("/account/set-up?token=guess", ("X-Forwarded-For", "192.0.2.8"));
        other.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task SignIn_BehindATrustedProxy_IsRecordedWithTheVisitorsAddress()
    {
        using var visitor = new HttpVisitor(_program!.Address, ("X-Forwarded-For", "192.0.2.9"));
        using var signedIn = await visitor.SignInAsync(_ada);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Database
            .Rows(_data.WriteDatabase, "SELECT IpAddress FROM UserSessions")
            .ShouldHaveSingleItem()
            .ShouldBe(["192.0.2.9"]);
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreRefusedUntilOneCloses()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        using var third = await ConnectAsync();
        (first.State, second.State, third.HttpStatusCode).ShouldBe(
            (WebSocketState.Open, WebSocketState.Open, HttpStatusCode.TooManyRequests)
        );

        first.Abort();

        await Eventually.HoldsAsync(
            async () =>
            {
                using var next = await ConnectAsync();
                return next.State == WebSocketState.Open;
            },
            "the place of the closed connection is free"
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _visitor?.Dispose();
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        _data.Dispose();
    }

    private async Task StillAnswersAsync()
    {
        foreach (var path in (string[])["/account/sign-in", "/theme.css", "/health/ready", "/_framework/blazor.web.js"])
        {
            using var answer = await _visitor!.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("X-Forwarded-For", "192.0.2.7");
        try
        {
            await socket.ConnectAsync(
                new Uri($"{_program!.Address.Replace("http:", "ws:", StringComparison.Ordinal)}/_blazor"),
                TestContext.Current.CancellationToken
            );
        }
        catch (WebSocketException)
        {
            // The test looks at the status of the response.
        }

        return socket;
    }
}
