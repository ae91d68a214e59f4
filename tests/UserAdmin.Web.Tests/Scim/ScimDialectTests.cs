using System.Text.Json.Nodes;
using UserAdmin.Web.Scim;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>What some clients write in their own way, and what is not kept.</summary>
public sealed class ScimDialectTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";

    [Fact]
    public async Task Schema_AsAContainer_StandsForItsAttributes()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            $$$"""{"{{{Core}}}":{"userName":"contained@x.example","name":{"givenName":"Con"} } }"""
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        var path = $"Users/{made.Text("id")}";

        var withoutPath = await server.PatchAsync(
            path,
            $$$"""{"op":"replace","value":{"{{{Core}}}":{"title":"One"} } }"""
        );
        var withPath = await server.PatchAsync(path, $$"""{"op":"add","path":"{{Core}}","value":{"locale":"de"} }""");
        var removed = await server.PatchAsync(path, $$"""{"op":"remove","path":"{{Core}}"}""");
        var only = await server.SendAsync("GET", $"{path}?attributes={Core}");

        made.Body!["name"]!["givenName"]!.GetValue<string>().ShouldBe("Con");
        withoutPath.Text("title").ShouldBe("One");
        withPath.Text("locale").ShouldBe("de");
        (removed.Status, removed.Text("scimType")).ShouldBe((400, "invalidPath"));
        only.Text("title").ShouldBe("One");
        only.Body!.ContainsKey("meta").ShouldBeFalse();
    }

    [Theory]
    [InlineData("user_example.com#EXT#@tenant.onmicrosoft.com")]
    [InlineData("o'hara@x.example")]
    public async Task UserName_WithCharactersThatIdentityRefuses_SaysWhich(string userName)
    {
        var found = await server.SendAsync(
            "GET",
            $"Users?filter={Uri.EscapeDataString($"userName eq \"{userName}\"")}"
        );
        var refused = await server.SendAsync(
            "POST",
            "Users",
            new JsonObject { ["userName"] = userName }.ToJsonString()
        );

        (found.Status, found.Total).ShouldBe((200, 0));
        (refused.Status, refused.Text("scimType")).ShouldBe((400, "invalidValue"));
        refused.Text("detail").ShouldContain("Use only the letters a to z, digits and - . _ @ + in the user name.");
    }

    [Theory]
    [InlineData("displayName", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.{0} eq \"7\"")]
    [InlineData("nickName", "{0} eq \"Addie\"")]
    [InlineData("nickName", "{0} pr and active eq true")]
    [InlineData("addresses", "{0}[locality eq \"London\"]")]
    [InlineData("ims", "{0}.value co \"a\" or nickName sw \"A\"")]
    public async Task Filter_ByWhatIsNotKept_FindsNobodyWithoutLooking(string attribute, string pattern)
    {
        var filter = pattern.Replace("{0}", attribute, StringComparison.Ordinal);
        await server.UserAsync($"{Guid.NewGuid():n}@x.example");

        var found = await server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}");

        // However many users there are: with too many to be compared, it would be tooMany.
        ScimUserSearch.Keys(ScimFilter.Parse(ScimSchemas.Users, filter)).ShouldBe([]);
        (found.Status, found.Total).ShouldBe((200, 0), $"{found.Body}");
    }

    [Theory]
    [InlineData("nickName ne \"Addie\"")]
    [InlineData("nickName eq null")]
    [InlineData("not (nickName eq \"Addie\")")]
    [InlineData("nickName eq \"Addie\" or active eq true")]
    public async Task Filter_ThatHoldsForWhatIsNotKept_FindsThem(string filter)
    {
        var id = await server.UserAsync($"{Guid.NewGuid():n}@x.example");

        var found = await server.SendAsync("GET", $"Users?count=1000&filter={Uri.EscapeDataString(filter)}");

        found.Ids.ShouldContain(id);
    }

    [Fact]
    public async Task Found_ByKeys_AreInTheOrderThatWasAskedFor()
    {
        string[] names = ["k-b@x.example", "k-a@x.example", "k-c@x.example"];
        foreach (var name in names)
        {
            await server.UserAsync(name);
        }

        var filter = Uri.EscapeDataString(string.Join(" or ", names.Select(name => $"userName eq \"{name}\"")));
        var up = await server.SendAsync("GET", $"Users?sortBy=userName&filter={filter}");
        var down = await server.SendAsync("GET", $"Users?sortBy=emails&sortOrder=descending&filter={filter}");

        up.Resources.Select(one => (string)one["userName"]!).ShouldBe(names.Order());
        down.Resources.Select(one => (string)one["userName"]!).ShouldBe(names.OrderDescending());
    }

    [Fact]
    public async Task Group_HasAVersion_ThatChangesWithItsMembers()
    {
        var id = await server.UserAsync("versioned@x.example");
        var group =
            $"Groups/{(await server.SendAsync("POST", "Groups", """{"displayName":"Versioned"}""")).Text("id")}";
        var first = await server.SendAsync("GET", group);
        ((string)first.Body!["meta"]!["version"]!).ShouldBe(first.Version);
        (await server.SendAsync("GET", group, ifNoneMatch: first.Version)).Status.ShouldBe(304);

        var added = await server.SendAsync("PATCH", group, Adding(id), ifMatch: first.Version);
        added.Status.ShouldBe(204, $"{added.Body}");
        added.Version.ShouldNotBe(first.Version);
        (await server.SendAsync("GET", group)).Version.ShouldBe(added.Version);

        foreach (
            var (method, body) in new[]
            {
                ("PATCH", Adding(id)),
                ("PUT", """{"displayName":"Other"}"""),
                ("DELETE", null),
            }
        )
        {
            (await server.SendAsync(method, group, body, ifMatch: first.Version)).Status.ShouldBe(412, method);
        }

        var kept = await server.SendAsync("GET", group);
        kept.Text("displayName").ShouldBe("Versioned");
        kept.Version.ShouldBe(added.Version, "a refused request changes nothing");
        (await server.SendAsync("PATCH", group, Adding(id), ifMatch: kept.Version)).Version.ShouldBe(
            kept.Version,
            "who is a member already is no change"
        );
        var put = await server.SendAsync("PUT", group, """{"displayName":"Other"}""", ifMatch: kept.Version);
        put.Status.ShouldBe(200, $"{put.Body}");
        (await server.SendAsync("DELETE", group, ifMatch: put.Version)).Status.ShouldBe(204);
    }

    private static string Adding(string id) =>
        $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
             "Operations":[{"op":"add","path":"members","value":[{"value":"{{id}}"}]}]}
            """;
}
