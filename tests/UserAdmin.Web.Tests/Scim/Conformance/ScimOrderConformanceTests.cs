namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>What RFC 7644 demands of the order of lists, and of searches by POST.</summary>
public sealed class ScimOrderConformanceTests(ScimServer server) : IClassFixture<ScimServer>
{
    [Fact]
    [Proves("7644-3.4.2.3c")]
    public async Task Lists_HaveThoseWithoutAValueLast_AndFirstIfDescending()
    {
        foreach (var (name, title) in ((string, string?)[])[("z", "alpha"), ("a", null), ("m", "Beta"), ("b", null)])
        {
            var id = await server.UserAsync($"{name}@order.example");
            if (title is not null)
            {
                await server.PatchAsync($"Users/{id}", $$"""{"op":"add","path":"title","value":"{{title}}"}""");
            }
        }

        foreach (var filter in (string[])["", "&filter=userName co \"@\""])
        {
            var ascending = await server.SendAsync("GET", $"Users?sortBy=title&count=1000{filter}");
            var descending = await server.SendAsync(
                "GET",
                $"Users?sortBy=title&sortOrder=descending&count=1000{filter}"
            );
            var titles = ascending.Resources.Select(one => (string?)one["title"]).ToList();
            titles.Count(title => title is not null).ShouldBeGreaterThanOrEqualTo(2);
            titles.Count(title => title is null).ShouldBeGreaterThanOrEqualTo(2);
            titles.SkipWhile(title => title is not null).ShouldEachBe(title => title == null);
            descending.Ids.ShouldBe(ascending.Ids.Reverse());
            (await PagesAsync($"Users?sortBy=title&count=2{filter}")).ShouldBe(ascending.Ids);
            (await PagesAsync($"Users?sortBy=title&sortOrder=descending&count=2{filter}")).ShouldBe(descending.Ids);
        }
    }

    [Theory]
    [Proves("7644-3.4.3b")]
    [InlineData("""{"count":1}""", 200)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":1}""", 200)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"count":1}""", 400)]
    public async Task SearchByPost_WithAnotherMessage_IsRefused(string body, int status)
    {
        var answer = await server.SendAsync("POST", "Users/.search", body);

        (answer.Status, (string?)answer.Body!["scimType"]).ShouldBe((status, status == 400 ? "invalidSyntax" : null));
    }

    [Theory]
    [InlineData("POST", "Users", """{"userName":"half@body.example","displayName":"A\ud800"}""")]
    [InlineData("POST", "Users", """{"userName":"half@body.example","\ud800":"A"}""")]
    [InlineData("POST", "Users/.search", """{"filter":"title eq \"\ud800\""}""")]
    public async Task Bodies_WithHalfACharacter_AreInvalid(string method, string path, string body)
    {
        var answer = await server.SendAsync(method, path, body);

        (answer.Status, (string?)answer.Body!["scimType"]).ShouldBe((400, "invalidSyntax"));
    }

    private async Task<List<string>> PagesAsync(string list)
    {
        var ids = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await server.SendAsync("GET", $"{list}&cursor={cursor}");
            page.Status.ShouldBe(200, $"{page.Body}");
            ids.AddRange(page.Ids);
            cursor = (string?)page.Body!["nextCursor"];
        }

        return ids;
    }
}
