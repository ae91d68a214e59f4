using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Tests.Scim.Conformance;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>
/// Users over HTTP: creating, reading, deleting, and who may do so; named by the section of RFC 7644.
/// </summary>
public sealed class ScimUserTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Own = "urn:useradmin:params:scim:schemas:extension:2.0:User";

    [Fact]
    [Proves("7644-3.3a", "7644-3.3b", "7644-3.3c", "7644-3.3.1", "7643-3.1d", "7643-3.3")]
    public async Task Create_AnswersTheWholeResource_Section_3_3()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "{{Enterprise}}"],
              "userName": "grace@navy.example", "externalId": "N-1", "id": "mine", "password": "tulip anchor maple 42",
              "name": { "givenName": "Grace", "familyName": "Hopper" }, "displayName": "Grace Hopper",
              "title": "Admiral", "locale": "en_US", "timezone": "America/New_York", "nickName": "Amazing",
              "emails": [{ "value": "g.hopper@navy.example", "type": "work", "primary": true }],
              "phoneNumbers": [{ "value": "+1 555 1", "type": "mobile" }, { "value": "+1 555 2", "type": "work" }],
              "{{Enterprise}}": { "department": "Compilers", "manager": { "value": "7" } },
              "meta": { "created": "1906-12-09T00:00:00Z" }
            }
            """
        );

        made.Status.ShouldBe(201, $"{made.Body}");
        made.Type.ShouldBe("application/scim+json");
        made.Location.ShouldBe($"{server.Address}Users/{made.Text("id")}");
        made.Text("id").ShouldNotBe("mine");
        made.Body!["meta"]!["location"]!.GetValue<string>().ShouldBe(made.Location);
        made.Body["meta"]!["version"]!.GetValue<string>().ShouldBe(made.Version);
        made.Body["meta"]!["resourceType"]!.GetValue<string>().ShouldBe("User");
        made.Body["meta"]!["created"]!.GetValue<DateTimeOffset>().Year.ShouldBeGreaterThan(2000);
        made.Body["password"].ShouldBeNull();
        made.Body["nickName"].ShouldBeNull();
        made.Text("externalId").ShouldBe("N-1");
        made.Text("locale").ShouldBe("en-US");
        made.Body["active"]!.GetValue<bool>().ShouldBeTrue();
        made.Body["emails"]!
            .ToJsonString()
            .ShouldBe("""[{"value":"g.hopper@navy.example","type":"work","primary":true}]""");
        made.Body["phoneNumbers"]![0]!["value"]!.GetValue<string>().ShouldBe("+1 555 2");
        made.Body[Enterprise]!.ToJsonString().ShouldBe("""{"department":"Compilers"}""");
        var row = await server.AskAsync(new GetUser(made.Text("id")));
        (row!.HasPassword, row.JobTitle, row.TimeZone).ShouldBe((true, "Admiral", "America/New_York"));
    }

    [Fact]
    [Proves("7644-3.3d", "7644-3.12a", "7643-4.1b")]
    public async Task Create_OfATakenUserName_IsAConflict_Section_3_3()
    {
        await server.UserAsync("taken@x.example");

        var second = await server.SendAsync("POST", "Users", """{"userName":"TAKEN@x.example"}""");

        second.Status.ShouldBe(409);
        second.Text("scimType").ShouldBe("uniqueness");
        second.Text("status").ShouldBe("409");
        second.Body!["schemas"]![0]!.GetValue<string>().ShouldBe("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    [Theory]
    [Proves("7643-4.1a", "7644-3.12b", "7643-2.3.2")]
    [InlineData("""{"displayName":"No name"}""", "invalidValue")]
    [InlineData("""{"userName":"nobody"}""", "invalidValue")]
    [InlineData("""{"userName":"a@x.example","active":"maybe"}""", "invalidValue")]
    [InlineData("""{"userName":"a b c","emails":["a@x.example"]}""", "invalidValue")]
    [InlineData("""{"userName":"a@x.example","userName":"b@x.example"}""", "invalidSyntax")]
    [InlineData("""{"userName":""", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    public async Task Create_OfNonsense_SaysWhatIsWrong_Section_3_12(string body, string type)
    {
        var answer = await server.SendAsync("POST", "Users", body);

        answer.Status.ShouldBe(400);
        answer.Text("scimType").ShouldBe(type);
        answer.Text("detail").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Create_WithOtherMediaTypes_Section_3_8()
    {
        (
            await server.SendAsync("POST", "Users", """{"userName":"json@x.example"}""", type: "application/json")
        ).Status.ShouldBe(201);
        (await server.SendAsync("POST", "Users", "userName=x", type: "text/plain")).Status.ShouldBe(415);
    }

    [Fact]
    [Proves("7643-3.1i")]
    public async Task Create_OfAnInactiveUser_IsDisabledFromTheStart()
    {
        var made = await server.SendAsync("POST", "Users", """{"userName":"off@x.example","active":"False"}""");

        made.Body!["active"]!.GetValue<bool>().ShouldBeFalse();
        ((string)made.Body["meta"]!["lastModified"]!).ShouldBe((string)made.Body["meta"]!["created"]!);
        made.Body[Own]!["state"]!.GetValue<string>().ShouldBe("disabled");
    }

    [Fact]
    [Proves("7644-3.12c")]
    public async Task Get_OfNobody_IsNotFound_Section_3_12()
    {
        var answer = await server.SendAsync("GET", "Users/nobody");

        (answer.Status, answer.Text("status")).ShouldBe((404, "404"));
    }

    [Fact]
    [Proves("7644-3.6a", "7644-3.6b")]
    public async Task Delete_IsFinalForTheClient_AndCanBeUndoneHere_Section_3_6()
    {
        var id = await server.UserAsync("gone@x.example");
        await server.PatchAsync($"Users/{id}", """{"op":"add","path":"externalId","value":"G-1"}""");

        (await server.SendAsync("DELETE", $"Users/{id}")).Status.ShouldBe(204);

        (await server.SendAsync("GET", $"Users/{id}")).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"Users/{id}")).Status.ShouldBe(404);
        (await server.PatchAsync($"Users/{id}", """{"op":"remove","path":"title"}""")).Status.ShouldBe(404);
        foreach (var filter in (string[])["userName eq \"gone@x.example\"", "externalId eq \"G-1\"", $"id eq \"{id}\""])
        {
            (await server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}")).Total.ShouldBe(0);
        }

        (await server.AskAsync(new GetUser(id)))!.DeletedAt.ShouldNotBeNull();
        var again = await server.SendAsync(
            "POST",
            "Users",
            """{"userName":"gone@x.example","displayName":"Back again","externalId":"G-1"}"""
        );
        again.Status.ShouldBe(201, $"{again.Body}");
        again.Text("id").ShouldBe(id);
        again.Text("displayName").ShouldBe("Back again");
        again.Text("externalId").ShouldBe("G-1");
    }

    [Fact]
    public async Task CreateAgain_AfterADelete_BringsNoRolesBack()
    {
        var id = (
            await server.SendAsync("POST", "Users", """{"userName":"rehired@x.example","externalId":"hr-17"}""")
        ).Text("id");
        var group = (
            await server.SendAsync("POST", "Groups", $$"""{"displayName":"Rehired","members":[{"value":"{{id}}"}]}""")
        ).Text("id");
        await server.SendAsync("DELETE", $"Users/{id}");

        var other = await server.SendAsync(
            "POST",
            "Users",
            """{"userName":"rehired@x.example","externalId":"hr-18"}"""
        );
        other.Status.ShouldBe(409, "another person must not get the account, with its password");
        var again = await server.SendAsync(
            "POST",
            "Users",
            """{"userName":"rehired@x.example","externalId":"hr-17"}"""
        );

        again.Text("id").ShouldBe(id);
        again.Body!["groups"].ShouldBeNull();
        (await server.SendAsync("GET", $"Groups/{group}")).Body!["members"].ShouldBeNull();
    }

    [Fact]
    public async Task Filter_ThatIsEmpty_FindsNobody()
    {
        var empty = await server.SendAsync("GET", "Users?filter=");

        (empty.Status, empty.Text("scimType")).ShouldBe((400, "invalidFilter"));
    }

    [Fact]
    [Proves("7644-3.9a", "7643-7c")]
    public async Task Attributes_AreChosen_Section_3_9()
    {
        var id = await server.UserAsync("chosen@x.example");

        var only = await server.SendAsync("GET", $"Users/{id}?attributes=userName");
        var without = await server.SendAsync("GET", $"Users/{id}?excludedAttributes=emails,name,{Own}");

        only.Body!.Select(pair => pair.Key).ShouldBe(["schemas", "id", "userName"], ignoreOrder: true);
        without.Body!.ContainsKey("emails").ShouldBeFalse();
        without.Body.ContainsKey(Own).ShouldBeFalse();
        without.Text("userName").ShouldBe("chosen@x.example");
    }

    [Fact]
    [Proves("7644-3.11")]
    public async Task Me_IsNotImplemented_Section_3_11()
    {
        (await server.SendAsync("GET", "Me")).Status.ShouldBe(501);
        (await server.SendAsync("GET", "Nothing")).Status.ShouldBe(404);
        (await server.SendAsync("PUT", "Users", "{}")).Status.ShouldBe(405);
    }

    [Fact]
    public async Task Application_DoesWhatItMay_AndStandsInTheHistory()
    {
        var id = await server.UserAsync("limited@x.example");
        var key = await server.KeyAsync([Permissions.UsersRead, Permissions.UsersEdit]);
        const string patch = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
             "Operations":[{"op":"replace","path":"title","value":"T"},{"op":"replace","path":"active","value":false}]}
            """;

        var refused = await server.SendAsync("PATCH", $"Users/{id}", patch, key: key);
        var nothing = await server.SendAsync("POST", "Users", """{"userName":"no@x.example"}""", key: key);
        var noKey = await server.SendAsync("GET", "Users", key: "wrong");

        (refused.Status, nothing.Status, noKey.Status).ShouldBe((403, 403, 401));
        refused.Text("detail").ShouldContain(Permissions.UsersDisable);
        (await server.AskAsync(new GetUser(id)))!.JobTitle.ShouldBeNull();
        var accepted = await server.SendAsync("PATCH", $"Users/{id}", patch.Replace("false", "true"), key: key);
        accepted.Status.ShouldBe(200, $"{accepted.Body}");
        accepted.Text("title").ShouldBe("T");
    }
}
