using System.Text.Json.Nodes;
using UserAdmin.Applications;
using UserAdmin.Roles;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>What the RFCs demand of requests and answers, whatever they are about.</summary>
public sealed class ScimProtocolConformanceTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Bulk = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private const string Search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    [Fact]
    [Proves("7643-3.1j", "7644-3.8b")]
    public async Task Answers_SayWhereTheyAreFrom_AndHaveTheTypeThatIsAccepted()
    {
        var id = await server.UserAsync("accept@protocol.example");
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await server.KeyAsync([Permissions.UsersRead]));
        client.DefaultRequestHeaders.Accept.ParseAdd("application/scim+json");

        using var answer = await client.GetAsync(new Uri($"Users/{id}", UriKind.Relative));
        var body = (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        ((int)answer.StatusCode).ShouldBe(200);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/scim+json");
        answer.Content.Headers.ContentLocation!.ToString().ShouldBe((string)body["meta"]!["location"]!);
    }

    [Fact]
    [Proves("7644-3.8c", "7643-7g", "7644-3.1c")]
    public async Task Answers_ShowWhatIsKept_InUtf8AndTheCaseThatWasSent()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            """
            {"userName":"utf8@protocol.example","displayName":"Zoë Łódź 東京","externalId":"AbC-dE","nickName":"N"}
            """
        );
        var got = await server.SendAsync("GET", $"Users/{made.Text("id")}");

        (made.Status, got.Status).ShouldBe((201, 200), $"{made.Body}");
        got.Text("displayName").ShouldBe("Zoë Łódź 東京");
        got.Text("externalId").ShouldBe("AbC-dE");
        got.Body!.ContainsKey("nickName").ShouldBeFalse();
        JsonNode.DeepEquals(made.Body, got.Body).ShouldBeTrue($"{made.Body} became {got.Body}");
    }

    [Theory]
    [Proves("7643-2.3.5b", "7644-3.5.2.1c")]
    [InlineData("""{"op":"add","path":"title"}""", "invalidSyntax")]
    [InlineData(
        """{"op":"add","path":"urn:useradmin:params:scim:schemas:extension:2.0:User:expiresAt","value":"2030-12-31"}""",
        "invalidValue"
    )]
    [InlineData(
        """{"op":"add","path":"urn:useradmin:params:scim:schemas:extension:2.0:User:expiresAt","value":"12:00"}""",
        "invalidValue"
    )]
    public async Task Patch_WithoutAValue_OrWithHalfAMoment_IsRefused(string operation, string type)
    {
        var id = await server.UserAsync($"half.{Guid.NewGuid():N}@protocol.example");
        await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"T"}""");

        var answer = await server.PatchAsync($"Users/{id}", operation);

        (answer.Status, answer.Text("scimType")).ShouldBe((400, type));
        (await server.SendAsync("GET", $"Users/{id}")).Text("title").ShouldBe("T");
    }

    [Fact]
    [Proves("7644-2b", "9865-5.2a", "9865-5.2b")]
    public async Task Keys_OpenWhatTheirApplicationMayDo_OnEachPageOfACursor()
    {
        var member = await server.UserAsync("member@protocol.example");
        await server.UserAsync("other@protocol.example");
        await server.SendAsync("POST", "Groups", $$"""{"displayName":"Of a member","members":["{{member}}"]}""");
        var reader = await server.KeyAsync([Permissions.UsersRead]);
        var stranger = await server.KeyAsync([Permissions.RolesRead]);
        var cursor = (await server.SendAsync("GET", "Users?count=1&cursor=")).Text("nextCursor");

        (await server.SendAsync("GET", $"Users?count=1&cursor={cursor}", key: reader)).Status.ShouldBe(200);
        (await server.SendAsync("GET", $"Users?count=1&cursor={cursor}", key: stranger)).Status.ShouldBe(403);
        var refused = await server.SendAsync("POST", "Users", """{"userName":"no@protocol.example"}""", key: reader);
        refused.Status.ShouldBe(403, $"{refused.Body}");
        // Who may not read roles sees none, on whatever page the member is.
        (await PagesAsync(key: null)).ShouldContain(one => one.ContainsKey("groups"));
        var seen = await PagesAsync(reader);
        seen.ShouldContain(one => (string)one["id"]! == member);
        seen.ShouldNotContain(one => one.ContainsKey("groups"));
    }

    [Fact]
    [Proves("7644-3.12d")]
    public async Task Errors_OutsideTheEndpoints_AreThoseOfScim()
    {
        (string Method, string Path, string? Key, int Status)[] wrong =
        [
            ("GET", "Users", "wrong", 401),
            ("GET", "Nothing", null, 404),
            ("GET", "../v9/Users", null, 404),
            ("GET", "Users/a/b", null, 404),
            ("DELETE", "Users", null, 405),
        ];

        foreach (var (method, path, key, status) in wrong)
        {
            var answer = await server.SendAsync(method, path, key: key);
            (answer.Status, answer.Text("status"), answer.Type).ShouldBe(
                (status, $"{status}", "application/scim+json"),
                path
            );
            ((string)answer.Body!["schemas"]![0]!).ShouldBe("urn:ietf:params:scim:api:messages:2.0:Error", path);
        }
    }

    [Fact]
    [Proves("9865-2d", "9865-2.3", "9865-3")]
    public async Task Pages_AreByNumberUnlessSaid_AndByCursorInASearchByPost()
    {
        await server.UserAsync("page1@protocol.example");
        await server.UserAsync("page2@protocol.example");

        var unsaid = await server.SendAsync("GET", "Users");
        var first = await SearchAsync("");
        var second = await SearchAsync(first.Text("nextCursor"));

        unsaid.Status.ShouldBe(200, $"{unsaid.Body}");
        unsaid.Body!["startIndex"]!.GetValue<int>().ShouldBe(1);
        unsaid.Body.ContainsKey("nextCursor").ShouldBeFalse();
        (first.Status, second.Status).ShouldBe((200, 200), $"{second.Body}");
        (first.Ids.Count, second.Ids.Count).ShouldBe((1, 1));
        second.Ids[0].ShouldNotBe(first.Ids[0]);
        foreach (var count in (string[])["0", "-3"])
        {
            var none = await server.SendAsync("GET", $"Users?count={count}&cursor=");
            (none.Status, none.Total, none.Ids.Count).ShouldBe((200, unsaid.Total, 0), count);
        }

        Task<ScimReply> SearchAsync(string cursor) =>
            server.SendAsync(
                "POST",
                "Users/.search",
                $$"""{"schemas":["{{Search}}"],"cursor":"{{cursor}}","count":1}"""
            );
    }

    [Fact]
    [Proves("7644-3.7f", "7644-3.7g", "7644-3.7h", "7644-3.7.2b", "7644-3.7.3")]
    public async Task Bulk_DoesWhatItsOrderMeans_AndAnswersEachOperation()
    {
        var answer = await server.SendAsync(
            "POST",
            "Bulk",
            $$"""
            {"schemas":["{{Bulk}}"],"Operations":[
             {"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"ordered@protocol.example"} },
             {"method":"PATCH","path":"/Users/bulkId:a","data":{"schemas":["{{Patch}}"],
              "Operations":[{"op":"add","path":"title","value":"One"}]} },
             {"method":"PATCH","path":"/Users/bulkId:a","data":{"schemas":["{{Patch}}"],
              "Operations":[{"op":"add","path":"title","value":"Two"}]} },
             {"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"managed@protocol.example",
              "{{Enterprise}}":{"manager":{"value":"bulkId:a"} } } },
             {"method":"POST","path":"/Users","bulkId":"c","data":{"userName":"lost@protocol.example",
              "{{Enterprise}}":{"manager":{"value":"bulkId:nobody"} } } }]}
            """
        );

        answer.Status.ShouldBe(200, $"{answer.Body}");
        var operations = ((JsonArray)answer.Body!["Operations"]!).OfType<JsonObject>().ToList();
        operations.Select(one => (string)one["status"]!).ShouldBe(["201", "200", "200", "201", "409"]);
        operations.Select(one => (string?)one["bulkId"]).ShouldBe(["a", null, null, "b", "c"]);
        ((string)operations[4]["response"]!["detail"]!).ShouldContain("nobody");
        var made = await server.SendAsync("GET", (string)operations[0]["location"]!);
        (made.Text("userName"), made.Text("title")).ShouldBe(("ordered@protocol.example", "Two"));
    }

    [Fact]
    [Proves("7644-3.7.4b")]
    public async Task Bulk_OfTooMuch_SaysHowMuchMayBeSent()
    {
        var operations = string.Join(',', Enumerable.Repeat("""{"method":"DELETE","path":"/Users/nobody"}""", 1_001));

        var many = await server.SendAsync(
            "POST",
            "Bulk",
            $$"""{"schemas":["{{Bulk}}"],"Operations":[{{operations}}]}"""
        );
        var large = await server.SendAsync("POST", "Bulk", new string(' ', (4 * 1024 * 1024) + 1));

        (many.Status, large.Status).ShouldBe((413, 413));
        many.Text("detail").ShouldContain("1000");
        large.Text("detail").ShouldContain("4194304");
    }

    [Fact]
    [Proves("7644-7.4a")]
    public void Keys_AreTooRandomToBeGuessed()
    {
        // “ua_”, 12 characters by which the key is found, “_”, and the secret in base64url with six bits a character.
        var secrets = Enumerable.Range(0, 100).Select(_ => NewApplicationKey.Create().Key[16..]).ToList();

        secrets.ShouldBeUnique();
        secrets.ShouldEachBe(secret => secret.Length * 6 >= 256);
        secrets.SelectMany(secret => secret).Distinct().Count().ShouldBe(64, "some characters are never drawn");
    }

    private async Task<List<JsonObject>> PagesAsync(string? key)
    {
        var seen = new List<JsonObject>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await server.SendAsync("GET", $"Users?count=3&cursor={cursor}", key: key);
            page.Status.ShouldBe(200, $"{page.Body}");
            seen.AddRange(page.Resources);
            cursor = (string?)page.Body!["nextCursor"];
        }

        return seen;
    }
}
