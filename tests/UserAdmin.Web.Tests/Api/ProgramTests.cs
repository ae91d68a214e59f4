using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using UserAdmin.Applications.Queries;
using UserAdmin.Applications.Requests;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Tests.Api;

/// <summary>What stands in front of the API and SCIM, in the whole program.</summary>
public sealed class ProgramTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Scim_TakesBodiesUpToItsOwnLimit()
    {
        using var client = await host.ApplicationAsync();
        var members = Enumerable.Range(0, 2000).Select(_ => new JsonObject { ["value"] = $"{Guid.NewGuid()}" });
        var group = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"),
            ["displayName"] = "Large",
            ["members"] = new JsonArray([.. members]),
        };
        using var large = new StringContent(group.ToJsonString(), Encoding.UTF8, "application/scim+json");
        large.Headers.ContentLength!.Value.ShouldBeGreaterThan(64 * 1024);

        using var answer = await client.PostAsync("scim/v2/Groups", large, Xunit.TestContext.Current.CancellationToken);

        // The members do not exist; what counts is that they were read.
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("api/v1/nothing", "application/problem+json")]
    [InlineData("scim/v2/Nothing", "application/scim+json")]
    public async Task UnknownAddress_IsAnsweredAsData(string address, string type)
    {
        using var client = await host.ApplicationAsync();

        using var answer = await client.GetAsync(
            new Uri(host.Address, address),
            Xunit.TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Theory]
    [InlineData("api/v1/users")]
    [InlineData("scim/v2/Users")]
    public async Task Request_WithoutAKey_IsAnsweredAsData(string address)
    {
        using var client = host.Client(null);

        using var answer = await client.GetAsync(
            new Uri(host.Address, address),
            Xunit.TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        answer.Content.Headers.ContentType!.MediaType!.ShouldEndWith("+json");
    }

    [Fact]
    public async Task Requests_AreInTheLogOfTheirApplication_WithoutWhatTheySayOfPersons()
    {
        using var client = await host.ApplicationAsync();
        using var search = await client.GetAsync(
            new Uri(host.Address, "scim/v2/Users?filter=userName eq \"zyxwandaquor\""),
            Xunit.TestContext.Current.CancellationToken
        );
        search.EnsureSuccessStatusCode();
        search.Headers.Contains("RateLimit").ShouldBeTrue();

        // The program stores them every two seconds.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            Xunit.TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        List<ApplicationRequest> rows;
        while (!(rows = await RowsAsync()).Exists(IsSearch))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        var row = rows.Where(IsSearch).ShouldHaveSingleItem();
        (row.Method, row.Status, row.Address).ShouldBe(("GET", 200, "/scim/v2/Users?filter=userName eq \"•••\""));
        rows.ShouldEachBe(one => !$"{one}".Contains("zyxwandaquor", StringComparison.Ordinal));
    }

    private static bool IsSearch(ApplicationRequest row) => row.Address.Contains("filter", StringComparison.Ordinal);

    private async Task<List<ApplicationRequest>> RowsAsync()
    {
        var rows = new List<ApplicationRequest>();
        foreach (var application in (await host.AskAsync(new ListApplications())).Items)
        {
            rows.AddRange((await host.AskAsync(new ListApplicationRequests(application.Id))).Items);
        }

        return rows;
    }
}
