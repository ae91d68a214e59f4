using System.Text.Json.Nodes;
using UserAdmin.Web.Tests.Scim.Conformance;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>Lists: filters, order, pages by number and by cursor.</summary>
public sealed class ScimListTests(ScimListTests.TwentyFive people) : IClassFixture<ScimListTests.TwentyFive>
{
    private ScimServer Server => people.Server;

    [Theory]
    [Proves("7644-3.4.2a", "7644-3.4.2b", "7644-3.4.3", "7643-3.1c")]
    [InlineData("userName eq \"P07@LIST.example\"", 1)]
    [InlineData("userName eq p07@list.example", 1)]
    [InlineData("externalId eq \"E-07\"", 1)]
    [InlineData("externalId eq \"e-07\"", 0)]
    [InlineData("emails.value eq \"p07@list.example\"", 1)]
    [InlineData("emails[type eq \"work\" and value eq \"p07@list.example\"]", 1)]
    [InlineData("emails[type eq \"home\" and value eq \"p07@list.example\"]", 0)]
    [InlineData("userName eq \"p07@list.example\" and active eq false", 0)]
    [InlineData("userName eq \"p07@list.example\" or userName eq \"p08@list.example\"", 2)]
    [InlineData("userName eq \"nobody-4711\"", 0)]
    [InlineData("active eq false", 5)]
    [InlineData("active eq \"True\"", 20)]
    [InlineData("not (active eq true)", 5)]
    [InlineData("userName sw \"p1\"", 10)]
    [InlineData("userName co \"list.EXAMPLE\" and title pr", 5)]
    [InlineData("title ne \"Boss\"", 20)]
    [InlineData("meta.created gt \"2020-01-01T00:00:00Z\"", 25)]
    [InlineData("meta.lastModified lt \"2020-01-01T00:00:00Z\"", 0)]
    [InlineData("userName sw \"p0\" and (title eq \"boss\" or externalId ew \"-03\")", 2)]
    public async Task Filter_FindsWhoMatches_Section_3_4_2_2(string filter, int total)
    {
        var found = await Server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}");
        var posted = await Server.SendAsync(
            "POST",
            "Users/.search",
            new JsonObject
            {
                ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
                ["filter"] = filter,
                ["attributes"] = new JsonArray("userName"),
            }.ToJsonString()
        );

        found.Status.ShouldBe(200, $"{found.Body}");
        found.Total.ShouldBe(total);
        posted.Total.ShouldBe(total);
        found.Body!["schemas"]![0]!.GetValue<string>().ShouldBe("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    }

    [Theory]
    [Proves("7644-3.4.2.2a")]
    [InlineData("filter=userName is 1", "invalidFilter")]
    [InlineData("count=many", "invalidValue")]
    [InlineData("sortBy=shoeSize", "invalidPath")]
    [InlineData("cursor=abc", "invalidCursor")]
    [InlineData("attributes=id&excludedAttributes=name", "invalidValue")]
    public async Task Parameters_WhenWrong_SaySo(string query, string type)
    {
        var answer = await Server.SendAsync("GET", $"Users?{query}");

        (answer.Status, answer.Text("scimType")).ShouldBe((400, type));
    }

    [Theory]
    [Proves("7644-3.4.2c", "7644-3.4.2.4a", "7644-3.4.2.4b", "7644-3.4.2.4c")]
    [InlineData("startIndex=1&count=10", 1, 10)]
    [InlineData("startIndex=8&count=10", 8, 10)]
    [InlineData("startIndex=21&count=10", 21, 5)]
    [InlineData("startIndex=100&count=10", 100, 0)]
    [InlineData("startIndex=0&count=3", 1, 3)]
    [InlineData("startIndex=-5&count=3", 1, 3)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("", 1, 25)]
    public async Task Pages_AreCountedFromOne_Section_3_4_2_4(string query, int start, int count)
    {
        var all = (await Server.SendAsync("GET", "Users")).Ids;
        var page = await Server.SendAsync("GET", $"Users?{query}");

        page.Total.ShouldBe(25);
        page.Body!["startIndex"]!.GetValue<int>().ShouldBe(start);
        page.Body["itemsPerPage"]!.GetValue<int>().ShouldBe(count);
        page.Ids.ShouldBe(all.Skip(start - 1).Take(count));
    }

    [Fact]
    [Proves("7644-3.4.2.3a")]
    public async Task Order_IsThatOfTheAttribute_Section_3_4_2_3()
    {
        var up = await Server.SendAsync("GET", "Users?sortBy=userName&attributes=userName");
        var down = await Server.SendAsync("GET", "Users?sortBy=USERNAME&sortOrder=descending&attributes=userName");

        up.Resources.Select(one => (string)one["userName"]!).ShouldBeInOrder();
        down.Ids.ShouldBe(up.Ids.Reverse());
    }

    [Theory]
    [Proves("9865-2a", "9865-2b", "9865-2c")]
    [InlineData("")]
    [InlineData("&filter=active eq true")]
    [InlineData("&filter=userName co \"list\"")]
    [InlineData("&sortBy=userName&sortOrder=descending")]
    public async Task Cursors_LeadThroughTheWholeList_Rfc_9865(string query)
    {
        var all = (await Server.SendAsync("GET", $"Users?count=1000{query}")).Ids;
        var seen = new List<string>();
        var cursor = "";
        ScimReply page;
        do
        {
            page = await Server.SendAsync("GET", $"Users?count=7&cursor={cursor}{query}");
            page.Status.ShouldBe(200, $"{page.Body}");
            page.Ids.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page.Ids);
            cursor = (string?)page.Body!["nextCursor"];
            cursor?.ShouldEachBe(one => char.IsAsciiLetterOrDigit(one) || "-._~".Contains(one));
        } while (cursor is not null);

        seen.ShouldBe(all);
        page.Body!["previousCursor"].ShouldNotBeNull();
        page.Body["startIndex"].ShouldBeNull();
    }

    [Fact]
    public async Task Cursors_BelongToOneListAndOneCount_Rfc_9865()
    {
        var cursor = (await Server.SendAsync("GET", "Users?count=7&cursor=")).Text("nextCursor");

        (await Server.SendAsync("GET", $"Users?count=8&cursor={cursor}")).Text("scimType").ShouldBe("invalidCount");
        (await Server.SendAsync("GET", $"Users?count=7&sortBy=userName&cursor={cursor}"))
            .Text("scimType")
            .ShouldBe("invalidCursor");
    }

    [Fact]
    [Proves("7644-4a", "7644-4b", "7643-5")]
    public async Task Discovery_SaysWhatIsThere_Section_4()
    {
        var config = await Server.SendAsync("GET", "ServiceProviderConfig");
        foreach (var name in (string[])["patch", "bulk", "filter", "changePassword", "sort", "etag"])
        {
            config.Body![name]!["supported"]!.GetValue<bool>().ShouldBeTrue(name);
        }

        config.Body!["authenticationSchemes"]![0]!["type"]!.GetValue<string>().ShouldBe("oauthbearertoken");
        (await Server.SendAsync("GET", "serviceConfiguration")).Status.ShouldBe(200);
        (await Server.SendAsync("GET", "ResourceTypes")).Ids.ShouldBe(["User", "Group"]);
        (await Server.SendAsync("GET", "ResourceTypes/User"))
            .Text("schema")
            .ShouldBe("urn:ietf:params:scim:schemas:core:2.0:User");
        var schemas = await Server.SendAsync("GET", "Schemas");
        schemas.Total.ShouldBe(5);
        foreach (var id in schemas.Ids)
        {
            (await Server.SendAsync("GET", $"Schemas/{id}")).Text("id").ShouldBe(id);
        }

        // Section 4: a filter is forbidden; what can be done is not changed.
        (await Server.SendAsync("GET", "Schemas?filter=id pr")).Status.ShouldBe(403);
        (await Server.SendAsync("POST", "Schemas", "{}")).Status.ShouldBe(405);
    }

    /// <summary>A server with 25 users: five are disabled, and five have a title.</summary>
    public sealed class TwentyFive : IAsyncLifetime
    {
        public ScimServer Server { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            for (var number = 1; number <= 25; number++)
            {
                var made = await Server.SendAsync(
                    "POST",
                    "Users",
                    $$"""
                    {
                      "userName": "p{{number:00}}@list.example", "externalId": "E-{{number:00}}",
                      "active": {{(number > 20 ? "false" : "true")}},
                      "title": {{(number % 5 == 0 ? "\"Boss\"" : "null")}}
                    }
                    """
                );
                made.Status.ShouldBe(201, $"{made.Body}");
            }
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
