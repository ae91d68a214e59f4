using System.Text.Json.Nodes;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>
/// The requests that Okta and Entra send, as their documentation and Microsoft's test collection have them.
/// </summary>
public sealed class ScimClientTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Fact]
    public async Task Okta_CreatesUpdatesDeactivatesAndReactivates()
    {
        // Test connection.
        (await server.SendAsync("GET", "Users?startIndex=1&count=2")).Status.ShouldBe(200);

        // On assignment it looks for the user first.
        const string find = "Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100";
        var none = await server.SendAsync("GET", find);
        (none.Status, none.Total).ShouldBe((200, 0));
        ((JsonArray)none.Body!["Resources"]!).Count.ShouldBe(0);
        var made = await server.SendAsync(
            "POST",
            "Users",
            """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "test.user@okta.local",
              "name": { "givenName": "Test", "familyName": "User" },
              "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work" }],
              "displayName": "Test User", "locale": "en-US", "externalId": "00ujl29u0le5T6Aj10h7", "groups": [],
              "password": "1mz050nq-Yellow-Kettle", "active": true
            }
            """
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        var id = made.Text("id");
        (await server.SendAsync("GET", find)).Ids.ShouldBe([id]);

        // An update is a PUT of the whole.
        var updated = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "{{id}}",
              "userName": "test.user@okta.local", "name": { "givenName": "Another", "middleName": "Excited",
              "familyName": "User" }, "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work",
              "display": "test.user@okta.local" }], "displayName": "Another User", "locale": "en-US",
              "externalId": "00ujl29u0le5T6Aj10h7", "active": true, "groups": [],
              "meta": { "resourceType": "User" }
            }
            """
        );
        updated.Status.ShouldBe(200, $"{updated.Body}");
        updated.Body!["name"]!["givenName"]!.GetValue<string>().ShouldBe("Another");

        // So are deactivation and reactivation, after a GET; applications of the network send a PATCH without a path.
        var whole = (await server.SendAsync("GET", $"Users/{id}")).Body!;
        whole["active"] = false;
        var off = await server.SendAsync("PUT", $"Users/{id}", whole.ToJsonString());
        off.Status.ShouldBe(200, $"{off.Body}");
        (await server.AskAsync(new GetUser(id)))!.DisabledAt.ShouldNotBeNull();
        (await server.SendAsync("GET", find)).Resources[0]["active"]!.GetValue<bool>().ShouldBeFalse();
        var on = await server.PatchAsync($"Users/{id}", """{"op":"replace","value":{"active":true}}""");
        on.Body!["active"]!.GetValue<bool>().ShouldBeTrue();
        (await server.AskAsync(new GetUser(id)))!.DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Okta_PushesGroups()
    {
        var user = await server.UserAsync("pushed@okta.local");
        var made = await server.SendAsync(
            "POST",
            "Groups",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2","members":[]}"""
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        var id = made.Text("id");

        (
            await server.PatchAsync(
                $"Groups/{id}",
                $$"""{"op":"add","path":"members","value":[{"value":"{{user}}","display":"pushed@okta.local"}]}"""
            )
        ).Status.ShouldBe(204);
        // A new name comes without a path and with the id.
        (
            await server.PatchAsync(
                $"Groups/{id}",
                $$"""{"op":"replace","value":{"id":"{{id}}","displayName":"Renamed"} }"""
            )
        ).Status.ShouldBe(204);
        var group = await server.SendAsync("GET", $"Groups/{id}");
        group.Text("displayName").ShouldBe("Renamed");
        ((JsonArray)group.Body!["members"]!).Count.ShouldBe(1);
        (
            await server.PatchAsync($"Groups/{id}", $$"""{"op":"remove","path":"members[value eq \"{{user}}\"]"}""")
        ).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"Groups/{id}")).Body!["members"].ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entra_CreatesPatchesAndDisables_InBothDialects(bool isNew)
    {
        var tag = isNew ? "new" : "old";
        var (add, replace) = isNew ? ("add", "replace") : ("Add", "Replace");

        // Test connection: nobody has the random id.
        foreach (var attribute in (string[])["userName", "externalId"])
        {
            var nobody = await server.SendAsync("GET", $"Users?filter={attribute} eq \"{Guid.NewGuid()}\"");
            (nobody.Status, nobody.Total).ShouldBe((200, 0));
        }

        var made = await server.SendAsync(
            "POST",
            "Users",
            $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "{{Enterprise}}"],
              "externalId": "0a21f0f2-{{tag}}", "userName": "Test_{{tag}}@testuser.example", "active": true,
              "addresses": null, "displayName": "lennay", "emails": [{ "Primary": true, "type": "work",
              "value": "test_{{tag}}@testuser.example" }], "meta": { "resourceType": "User" },
              "name": { "formatted": "Lennay B", "familyName": "B", "givenName": "Lennay" }, "roles": [],
              "{{Enterprise}}": { "manager": "26118915-6090-4610-87e4-49d8ca9f808d", "department": "Tours" }
            }
            """
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        var id = made.Text("id");
        made.Text("displayName").ShouldBe("lennay");

        var changed = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"{{replace}}","path":"emails[type eq \"work\"].value","value":"new_{{tag}}@testuser.example"}""",
            $$"""{"op":"{{replace}}","path":"name.familyName","value":"updatedFamilyName"}""",
            $$"""{"op":"{{add}}","path":"phoneNumbers[type eq \"work\"].value","value":"+49 30 1"}""",
            $$"""{"op":"{{add}}","path":"phoneNumbers[type eq \"work\"].primary","value":"true"}""",
            $$"""{"op":"{{add}}","path":"addresses[type eq \"work\"].country","value":"DE"}""",
            $$"""{"op":"{{add}}","path":"{{Enterprise}}:manager","value":"26118915-6090-4610-87e4-49d8ca9f808d"}""",
            $$"""{"op":"{{replace}}","path":"{{Enterprise}}:department","value":"Sales"}""",
            $$"""{"op":"{{replace}}","value":{"name.givenName":"Gi","{{Enterprise}}:employeeNumber":"12"} }"""
        );
        changed.Status.ShouldBe(200, $"{changed.Body}");
        var row = (await server.AskAsync(new GetUser(id)))!;
        (row.Email, row.FamilyName, row.GivenName, row.PhoneNumber, row.Department, row.EmployeeNumber).ShouldBe(
            ($"new_{tag}@testuser.example", "updatedFamilyName", "Gi", "+49 30 1", "Sales", "12")
        );

        var off = await server.PatchAsync(
            $"Users/{id}",
            isNew
                ? """{"op":"replace","path":"active","value":false}"""
                : """{"op":"Replace","path":"active","value":"False"}"""
        );
        off.Body!["active"]!.GetValue<bool>().ShouldBeFalse();
        // Inactive users are still found, with the value unquoted too.
        (await server.SendAsync("GET", $"Users?filter=externalId eq 0a21f0f2-{tag}")).Ids.ShouldBe([id]);
        (
            await server.SendAsync(
                "GET",
                $"Users?filter=id eq \"{id}\" and {Enterprise}:manager eq \"x\"&attributes=id"
            )
        ).Total.ShouldBe(0);
        await server.PatchAsync($"Users/{id}", $$"""{"op":"{{replace}}","path":"active","value":"True"}""");
        (await server.AskAsync(new GetUser(id)))!.StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        (await server.SendAsync("DELETE", $"Users/{id}")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"Users/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Entra_ProvisionsGroups()
    {
        var user = await server.UserAsync("member@entra.example");
        var made = await server.SendAsync(
            "POST",
            "Groups",
            """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group",
                          "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
              "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "displayName",
              "meta": { "resourceType": "Group" }
            }
            """
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        var id = made.Text("id");
        (await server.SendAsync("GET", $"Groups/{id}?excludedAttributes=members")).Status.ShouldBe(200);
        (
            await server.SendAsync("GET", "Groups?excludedAttributes=members&filter=displayName eq \"displayName\"")
        ).Ids.ShouldBe([id]);
        (
            await server.PatchAsync($"Groups/{id}", """{"op":"Replace","path":"displayName","value":"1879db59"}""")
        ).Status.ShouldBe(204);
        (
            await server.PatchAsync(
                $"Groups/{id}",
                $$"""{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{user}}"}]}"""
            )
        ).Status.ShouldBe(204);
        (
            await server.SendAsync("GET", $"Groups?filter=id eq \"{id}\" and members eq \"{user}\"&attributes=id")
        ).Ids.ShouldBe([id]);
        (
            await server.PatchAsync(
                $"Groups/{id}",
                $$"""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{user}}"}]}"""
            )
        ).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"Groups/{id}")).Body!["members"].ShouldBeNull();
        (await server.SendAsync("DELETE", $"Groups/{id}")).Status.ShouldBe(204);
    }
}
