using System.Text.Json.Nodes;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>What RFC 7643 demands of what is described, and RFC 7644 of what is done with it.</summary>
public sealed class ScimSchemaConformanceTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string OwnGroup = "urn:useradmin:params:scim:schemas:extension:2.0:Group";
    private const string Described = "urn:ietf:params:scim:schemas:core:2.0:";
    private const string Messages = "urn:ietf:params:scim:api:";

    [Fact]
    [Proves("7643-5b", "7644-4d", "9865-4")]
    public async Task Config_SaysTheLimitsTheSchemesAndThePages()
    {
        var config = await server.SendAsync("GET", "ServiceProviderConfig");
        var body = config.Body!;

        Schemas(body).ShouldBe([Described + "ServiceProviderConfig"]);
        body["bulk"]!["maxOperations"]!.GetValue<int>().ShouldBeGreaterThan(0);
        body["bulk"]!["maxPayloadSize"]!.GetValue<int>().ShouldBeGreaterThan(0);
        body["filter"]!["maxResults"]!.GetValue<int>().ShouldBeGreaterThan(0);
        body["pagination"]!["cursor"]!.GetValue<bool>().ShouldBeTrue();
        body["pagination"]!["index"]!.GetValue<bool>().ShouldBeTrue();
        foreach (var name in (string[])["type", "name", "description"])
        {
            ((string?)body["authenticationSchemes"]![0]![name]).ShouldNotBeNullOrWhiteSpace(name);
        }

        foreach (var (path, kind) in new[] { ("Schemas", "Schema"), ("ResourceTypes", "ResourceType") })
        {
            var all = await server.SendAsync("GET", path);
            Schemas(all.Body!).ShouldBe([Messages + "messages:2.0:ListResponse"]);
            all.Total.ShouldBe(all.Resources.Count);
            all.Resources.ShouldEachBe(one => Schemas(one).Single() == Described + kind, path);
        }
    }

    [Fact]
    [Proves("7643-2.1b", "7643-2.3.8b", "7643-2.4c", "7643-6b", "7643-7f", "7644-3.1b")]
    public async Task Schemas_NameAndDescribeEverything_AndNoMessages()
    {
        var schemas = (await server.SendAsync("GET", "Schemas")).Resources;
        var types = (await server.SendAsync("GET", "ResourceTypes")).Resources;

        schemas.Count.ShouldBe(5);
        types.Count.ShouldBe(2);
        foreach (var one in schemas.Concat(types))
        {
            ((string?)one["name"]).ShouldNotBeNullOrWhiteSpace($"{one["id"]}");
            ((string?)one["description"]).ShouldNotBeNullOrWhiteSpace($"{one["id"]}");
            ((string)one["id"]!).ShouldNotStartWith(Messages);
        }

        (await server.SendAsync("GET", $"Schemas/{Messages}messages:2.0:ListResponse")).Status.ShouldBe(404);
        foreach (var attribute in schemas.SelectMany(schema => Objects(schema["attributes"])))
        {
            Check(attribute);
            foreach (var sub in Objects(attribute["subAttributes"]))
            {
                Check(sub);
                ((string)sub["type"]!).ShouldNotBe("complex", $"{attribute["name"]}.{sub["name"]}");
            }
        }

        static void Check(JsonObject attribute)
        {
            var name = (string)attribute["name"]!;
            name.ShouldMatch("^([A-Za-z]|[$]ref$)[A-Za-z0-9$_-]*$");
            ((string?)attribute["description"]).ShouldNotBeNullOrWhiteSpace(name);
            (Objects(attribute["subAttributes"]).Count > 0).ShouldBe((string)attribute["type"]! == "complex", name);
        }
    }

    [Fact]
    [Proves("7643-2.3.4", "7643-2.3.7a", "7643-3.1k", "7643-3.1l", "7643-4.1f", "7643-7h")]
    public async Task References_LeadToWhatTheyMean()
    {
        var id = await server.UserAsync("linked@schema.example");
        var group = await server.SendAsync(
            "POST",
            "Groups",
            $$"""{"displayName":"Linked","members":[{"value":"{{id}}"}]}"""
        );
        var user = await server.SendAsync("GET", $"Users/{id}");
        var held = user.Body!["groups"]![0]!;
        var member = group.Body!["members"]![0]!;

        ((string)held["value"]!, (string)held["$ref"]!).ShouldBe((group.Text("id"), group.Location!));
        foreach (var reference in new[] { held["$ref"], member["$ref"], user.Body["meta"]!["location"] })
        {
            var there = await server.SendAsync("GET", (string)reference!);
            there.Status.ShouldBe(200, $"{reference}");
            ((string)there.Body!["meta"]!["location"]!).ShouldBe((string)reference!);
        }

        user.Body.ContainsKey("externalId").ShouldBeFalse();
        group.Body.ContainsKey("externalId").ShouldBeFalse();
        group.Body[OwnGroup]!["memberCount"]!.ToJsonString().ShouldBe("1");
        foreach (var urn in Schemas(user.Body).Concat(Schemas(group.Body)))
        {
            (await server.SendAsync("GET", $"Schemas/{urn}")).Text("id").ShouldBe(urn);
        }

        var users = (await server.SendAsync("GET", "Users?count=1000&attributes=id")).Ids;
        var groups = (await server.SendAsync("GET", "Groups?count=1000&attributes=id")).Ids;
        users.ShouldContain(id);
        groups.ShouldContain(group.Text("id"));
        users.Concat(groups).ShouldBeUnique();
    }

    [Fact]
    [Proves("7643-3.1h", "7643-3.1o")]
    public async Task Meta_OfWhatWasNeverChanged_HasOneMoment_AndAWeakVersion()
    {
        var made = await server.SendAsync("POST", "Users", """{"userName":"untouched@schema.example"}""");
        var got = await server.SendAsync("GET", $"Users/{made.Text("id")}");
        var meta = got.Body!["meta"]!;

        made.Status.ShouldBe(201, $"{made.Body}");
        ((string)meta["lastModified"]!).ShouldBe((string)meta["created"]!);
        ((string)meta["version"]!).ShouldStartWith("W/\"");
        got.Version.ShouldBe((string)meta["version"]!);
    }

    [Fact]
    [Proves("7643-2.3.8a", "7643-3c", "7643-3d")]
    public async Task Order_OfMembersAndOfSchemas_MeansNothing()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            $$"""
            {"{{Enterprise}}":{"department":"D"},"name":{"familyName":"F","givenName":"G"},"externalId":"order-1",
             "userName":"order1@schema.example","schemas":["{{Enterprise}}","{{Core}}"]}
            """
        );
        var changed = await server.PatchAsync(
            $"Users/{made.Text("id")}",
            """{"value":"T","path":"title","op":"add"}"""
        );
        // The URN of the core schema is missing, and what every resource has is read all the same.
        var other = await server.SendAsync(
            "POST",
            "Users",
            $$"""{"schemas":["{{Enterprise}}"],"externalId":"order-2","userName":"order2@schema.example"}"""
        );

        made.Status.ShouldBe(201, $"{made.Body}");
        ((string)made.Body![Enterprise]!["department"]!).ShouldBe("D");
        (made.Text("externalId"), (string)made.Body["name"]!["givenName"]!).ShouldBe(("order-1", "G"));
        (changed.Status, changed.Text("title")).ShouldBe((200, "T"));
        (other.Status, other.Text("externalId")).ShouldBe((201, "order-2"));
        Schemas(other.Body!).ShouldContain(Core);
    }

    [Fact]
    [Proves("7643-2.4d", "7644-3.4.2.2k", "7644-3.4.2.2o")]
    public async Task Values_ThatTheServerChose_AreFound_AndNoOthers()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            """
            {"userName":"chosen@schema.example","emails":[{"value":"first@schema.example"},
             {"value":"second@schema.example","primary":true}]}
            """
        );
        await server.UserAsync("beside@schema.example");

        ((string)made.Body!["emails"]![0]!["value"]!).ShouldBe("second@schema.example");
        made.Text("displayName").ShouldNotBeNullOrWhiteSpace();
        (await FoundAsync($"displayName eq \"{made.Text("displayName")}\"")).ShouldBe([made.Text("id")]);
        (await FoundAsync("displayName eq \"nobody\"")).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> FoundAsync(string filter)
        {
            filter = $"(userName eq \"chosen@schema.example\" or userName eq \"beside@schema.example\") and {filter}";
            return (await server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}")).Ids;
        }
    }

    [Fact]
    [Proves("7644-3.5.1g")]
    public async Task Put_SetsWhatIsImmutable_WhereThereWasNone()
    {
        var id = await server.UserAsync("joins@schema.example");
        var group = (await server.SendAsync("POST", "Groups", """{"displayName":"Empty"}""")).Text("id");

        var put = await server.SendAsync(
            "PUT",
            $"Groups/{group}",
            $$"""{"displayName":"Empty","members":[{"value":"{{id}}","type":"User"}]}"""
        );

        put.Status.ShouldBe(200, $"{put.Body}");
        var member = put.Body!["members"]![0]!;
        ((string)member["value"]!, (string)member["type"]!).ShouldBe((id, "User"));
    }

    [Fact]
    [Proves("7644-3.5.2k")]
    public async Task Operations_OnAnExtension_AddAndRemoveItsUrn()
    {
        var path = $"Users/{await server.UserAsync("extended@schema.example")}";

        var before = await server.SendAsync("GET", path);
        var added = await server.PatchAsync(path, $$"""{"op":"add","path":"{{Enterprise}}:department","value":"D"}""");
        var removed = await server.PatchAsync(path, $$"""{"op":"remove","path":"{{Enterprise}}:department"}""");

        Schemas(before.Body!).ShouldNotContain(Enterprise);
        Schemas(added.Body!).ShouldContain(Enterprise);
        Schemas(removed.Body!).ShouldNotContain(Enterprise);
    }

    [Fact]
    [Proves("7644-3.5.2i", "7644-3.5.2j", "7644-3.5.2.1d", "7644-3.5.2.3d")]
    public async Task Operations_ThatFitNoSchema_AreRefused()
    {
        var path = $"Users/{await server.UserAsync("unfit@schema.example")}";
        (string Operation, string Type)[] refused =
        [
            ("""{"path":"title","value":"T"}""", "invalidSyntax"),
            ("""{"op":"add","op":"remove","path":"title","value":"T"}""", "invalidSyntax"),
            ("""{"op":"add","path":"title","value":{"value":"T"}}""", "invalidValue"),
            ("""{"op":"replace","path":"active","value":"maybe"}""", "invalidValue"),
            ("""{"op":"add","path":"name","value":"N"}""", "invalidValue"),
            ("""{"op":"replace","value":"T"}""", "invalidValue"),
            ("""{"op":"replace","value":["title"]}""", "invalidValue"),
        ];

        foreach (var (operation, type) in refused)
        {
            var answer = await server.PatchAsync(path, operation);
            (answer.Status, answer.Text("scimType")).ShouldBe((400, type), operation);
        }
    }

    private static IReadOnlyList<string> Schemas(JsonObject body) =>
        [.. ((JsonArray)body["schemas"]!).Select(one => (string)one!)];

    private static IReadOnlyList<JsonObject> Objects(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>()];
}
