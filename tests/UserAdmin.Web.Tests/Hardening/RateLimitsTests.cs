using System.Data.Common;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Storage;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class RateLimitsTests
{
    [Theory]
    [InlineData("POST", "/account/sign-in", Budget.Attempt)]
    [InlineData("POST", "/Account/Sign-In/", Budget.Attempt)]
    [InlineData("POST", "/account/set-up", Budget.Attempt)]
    [InlineData("POST", "/account/passkeys/sign-in", Budget.Attempt)]
    [InlineData("POST", "/account/passkeys/request-options", Budget.Link)]
    [InlineData("POST", "/account/whatever-comes-next", Budget.Attempt)]
    [InlineData("PUT", "/account", Budget.Attempt)]
    [InlineData("GET", "/account/sign-in", Budget.None)]
    [InlineData("GET", "/account/sign-in?returnUrl=%2Fusers", Budget.None)]
    [InlineData("GET", "/account/sign-in?ReturnUrl=%2Fusers&reason=ended", Budget.None)]
    [InlineData("GET", "/account/forgotten", Budget.None)]
    [InlineData("GET", "/account/set-up?token=guessed", Budget.Link)]
    [InlineData("HEAD", "/account/set-up?token=guessed", Budget.Link)]
    [InlineData("GET", "/account/reset?returnUrl=%2Fusers&code=guessed", Budget.Link)]
    [InlineData("GET", "/account/external/work/callback", Budget.Link)]
    [InlineData("POST", "/account/sign-out", Budget.None)]
    [InlineData("GET", "/users?q=ada", Budget.None)]
    [InlineData("GET", "/theme.css?v=1", Budget.None)]
    [InlineData("GET", "/health/ready", Budget.None)]
    [InlineData("GET", "/accounts?token=x", Budget.None)]
    [InlineData("GET", "/_framework/blazor.web.js", Budget.None)]
    [InlineData("GET", "/_blazor?id=x", Budget.Connection)]
    [InlineData("CONNECT", "/_blazor?id=x", Budget.Connection)]
    [InlineData("POST", "/_blazor/negotiate", Budget.None)]
    [InlineData("POST", "/_blazor?id=x", Budget.None)]
    [InlineData("GET", "/_blazor/initializers", Budget.None)]
    internal void BudgetOf_ForARequest_IsWhatCanBeAbusedByIt(string method, string address, Budget budget) =>
        RateLimits.BudgetOf(Request("192.0.2.7", method, address).Request).ShouldBe(budget);

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("::ffff:192.0.2.7", "::ffff:192.0.2.8", false)]
    public void ClientOf_ForTwoAddresses_KnowsWhichAreOneClient(string one, string other, bool isSame) =>
        (RateLimits.ClientOf(Request(one)) == RateLimits.ClientOf(Request(other))).ShouldBe(isSame);

    [Fact]
    public void Limiter_AfterTooManyTries_RefusesThatClientAndNobodyElse()
    {
        using var limiter = Limiter(("UserAdmin:SignInAttemptsPerMinute", "2"));

        Tries("192.0.2.7", 3).ShouldBe([true, true, false]);
        Tries("192.0.2.8", 1).ShouldBe([true]);

        List<bool> Tries(string client, int count) =>
            [.. Enumerable.Range(0, count).Select(_ => IsLet(limiter, Request(client)))];
    }

    [Fact]
    public void Limiter_WhenItRefuses_SaysWhenTheNextTryIsFree()
    {
        using var limiter = Limiter(("UserAdmin:SignInAttemptsPerMinute", "3"));
        for (var i = 0; i < 3; i++)
        {
            IsLet(limiter, Request("192.0.2.7")).ShouldBeTrue();
        }

        using var refused = limiter.AttemptAcquire(Request("192.0.2.7"));

        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait).ShouldBeTrue();
        wait.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Limiter_ForASignedInPerson_CountsAllTheSame()
    {
        using var limiter = Limiter(("UserAdmin:SignInAttemptsPerMinute", "1"));
        var request = Request("192.0.2.7");
        request.User = new ClaimsPrincipal(new ClaimsIdentity([], "cookie"));

        IsLet(limiter, request).ShouldBeTrue();
        IsLet(limiter, request).ShouldBeFalse();
    }

    [Fact]
    public void Limiter_WhenFormsAreUsedUp_StillOpensLinks()
    {
        using var limiter = Limiter(("UserAdmin:SignInAttemptsPerMinute", "1"));

        IsLet(limiter, Request("192.0.2.7")).ShouldBeTrue();
        IsLet(limiter, Request("192.0.2.7", "GET", "/account/reset?code=mine")).ShouldBeTrue();
    }

    [Fact]
    public void Limiter_ForConnections_CountsThoseThatAreOpen()
    {
        using var limiter = Limiter(("UserAdmin:ConnectionsPerAddress", "2"));
        var connect = Request("192.0.2.7", "GET", "/_blazor?id=x");
        using var first = limiter.AttemptAcquire(connect);
        var second = limiter.AttemptAcquire(connect);

        IsLet(limiter, connect).ShouldBeFalse();
        second.Dispose();
        IsLet(limiter, connect).ShouldBeTrue();
    }

    [Fact]
    public void Limiter_ForConnectionsFromThisMachine_HasNoLimit()
    {
        using var limiter = Limiter(("UserAdmin:ConnectionsPerAddress", "1"));
        var connect = Request("127.0.0.1", "GET", "/_blazor?id=x");
        using var first = limiter.AttemptAcquire(connect);

        IsLet(limiter, connect).ShouldBeTrue();
    }

    [Fact]
    public async Task SharedLimits_ForAClientThatUsedAnotherNode_RefuseWithTheTimeToWait()
    {
        var budget = new Budgets(TimeSpan.FromSeconds(7.5));
        var limits = Shared(budget);

        var http = Request("192.0.2.7");
        (await PassesAsync(limits, http)).ShouldBeFalse();

        budget.Asked.ShouldBe(["Attempt 192.0.2.7: 6 at once, one more after 00:00:10"]);
        (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()).ShouldBe((429, "8"));
    }

    [Fact]
    public async Task SharedLimits_ForWhatCannotBeAbused_AskNobody()
    {
        var budget = new Budgets(TimeSpan.FromSeconds(7.5));

        (await PassesAsync(Shared(budget), Request("192.0.2.7", "GET", "/users"))).ShouldBeTrue();
        (await PassesAsync(Shared(budget), Request("192.0.2.7", "GET", "/_blazor?id=x"))).ShouldBeTrue();

        budget.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task SharedLimits_WhileTheDatabaseDoesNotAnswer_RefuseNobody()
    {
        var budget = new Budgets(wait: null) { Fault = new TimeoutFault() };

        (await PassesAsync(Shared(budget), Request("192.0.2.7"))).ShouldBeTrue();

        budget.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SharedLimits_OfTheOnlyProcess_RefuseNobody() =>
        (await PassesAsync(Shared(), Request("192.0.2.7"))).ShouldBeTrue();

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void Configure_WhenASettingIsNoLimit_SaysWhich(string value) =>
        Should
            .Throw<StartupException>(() => Limiter(("UserAdmin:SignInAttemptsPerMinute", value)))
            .Message.ShouldContain("UserAdmin:SignInAttemptsPerMinute");

    private static SharedRateLimits Shared(params ISharedBudget[] budgets) =>
        new(
            budgets,
            Settings.Of(("UserAdmin:SignInAttemptsPerMinute", "6")),
            Refused,
            NullLogger<SharedRateLimits>.Instance
        );

    private static async Task<bool> PassesAsync(SharedRateLimits limits, HttpContext http)
    {
        var passes = false;
        await limits.LimitAsync(
            http,
            _ =>
            {
                passes = true;
                return Task.CompletedTask;
            }
        );
        return passes;
    }

    private static RefusedRequests Refused => new(NullLogger<RefusedRequests>.Instance, TimeProvider.System);

    private static bool IsLet(PartitionedRateLimiter<HttpContext> limiter, HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(params (string Name, string Value)[] settings)
    {
        var options = new RateLimiterOptions();
        new RateLimits(Settings.Of(settings), Refused).Configure(options);
        return options.GlobalLimiter!;
    }

    private static DefaultHttpContext Request(
        string client,
        string method = "POST",
        string address = "/account/sign-in"
    )
    {
        var http = new DefaultHttpContext();
        var parts = address.Split('?');
        (http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress) = (
            method,
            parts[0],
            IPAddress.Parse(client)
        );
        http.Request.QueryString = new QueryString(parts.Length > 1 ? "?" + parts[1] : "");
        return http;
    }

    private sealed class Budgets(TimeSpan? wait) : ISharedBudget
    {
        public List<string> Asked { get; } = [];

        public DbException? Fault { get; init; }

        public Task<TimeSpan?> TakeAsync(string key, int most, TimeSpan refill, CancellationToken cancellationToken)
        {
            Asked.Add($"{key}: {most} at once, one more after {refill}");
            return Fault is null ? Task.FromResult(wait) : Task.FromException<TimeSpan?>(Fault);
        }
    }

    private sealed class TimeoutFault : DbException;
}
