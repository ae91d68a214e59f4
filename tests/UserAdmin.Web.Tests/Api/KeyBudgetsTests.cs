using System.Net;
using Microsoft.AspNetCore.Http;
using UserAdmin.Applications;
using UserAdmin.Web.Api;

namespace UserAdmin.Web.Tests.Api;

public sealed class KeyBudgetsTests
{
    [Fact]
    public async Task Take_BeyondTheLimitOfAKey_IsRefusedAndSaysWhenToComeBack()
    {
        using var budgets = new KeyBudgets();
        var (first, second) = (Caller("k1", 2), Caller("k2", 2));

        (await budgets.TakeAsync(Request(), first)).ShouldBeTrue();
        var last = Request();
        (await budgets.TakeAsync(last, first)).ShouldBeTrue();
        var refused = Request();
        (await budgets.TakeAsync(refused, first)).ShouldBeFalse();

        last.Response.Headers["RateLimit-Policy"].ToString().ShouldBe("\"key\";q=2;w=60");
        last.Response.Headers["RateLimit"].ToString().ShouldBe("\"key\";r=0;t=60");
        refused.Response.StatusCode.ShouldBe(StatusCodes.Status429TooManyRequests);
        int.Parse(refused.Response.Headers.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeInRange(1, 60);
        refused.Response.ContentType.ShouldBe("application/problem+json");
        (await budgets.TakeAsync(Request(), second)).ShouldBeTrue("another key has its own limit");
    }

    [Fact]
    public async Task Spend_OfABulk_TakesAsManyRequestsAsItStandsFor_OrNone()
    {
        using var budgets = new KeyBudgets();
        var caller = Caller("k1", 4);
        (await budgets.TakeAsync(Request(), caller)).ShouldBeTrue();

        var bulk = Request();
        budgets.Spend(bulk, caller, 1).ShouldBeNull();
        var refused = Request();
        budgets.Spend(refused, caller, 3)!.Code.ShouldBe("api.too-many-requests");

        bulk.Response.Headers["RateLimit"].ToString().ShouldBe("\"key\";r=2;t=30");
        refused.Response.Headers.RetryAfter.ToString().ShouldNotBeEmpty();
        budgets.Spend(Request(), caller, 2).ShouldBeNull("the one that was refused has taken nothing");
        budgets.Spend(Request(), caller, 0).ShouldBeNull();
        var other = Caller("k2", 4);
        (await budgets.TakeAsync(Request(), other)).ShouldBeTrue();
        budgets.Spend(Request(), other, 1_000).ShouldBeNull("it takes all that there is in a minute");
    }

    [Fact]
    public async Task TakeWrong_ManyFromOneAddress_IsRefusedForThisAddressOnly()
    {
        using var budgets = new KeyBudgets();
        for (var times = 0; times < KeyBudgets.WrongKeysPerMinute; times++)
        {
            (await budgets.TakeWrongAsync(Request())).ShouldBeTrue();
        }

        (await budgets.TakeWrongAsync(Request())).ShouldBeFalse();
        (await budgets.TakeWrongAsync(Request("192.0.2.2"))).ShouldBeTrue();
        (await budgets.MayAskAsync(Request(), Unknown)).ShouldBeFalse();
        (await budgets.MayAskAsync(Request("192.0.2.2"), Unknown)).ShouldBeTrue();
        budgets.Opened(Unknown[3..15]);
        (await budgets.MayAskAsync(Request(), Unknown)).ShouldBeTrue("it has opened something before");
    }

    private static readonly string Unknown = $"ua_abcdefghijkl_{new string('A', 43)}";

    private static ApplicationCaller Caller(string key, int perMinute) => new("a", "Payroll", key, perMinute);

    private static DefaultHttpContext Request(string address = "192.0.2.1")
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/api/v1/users";
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }
}
