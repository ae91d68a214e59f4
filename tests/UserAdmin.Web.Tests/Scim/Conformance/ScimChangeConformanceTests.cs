using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>
/// What the RFCs demand of operations on what is stored: members, schemas, and what every account has.
/// </summary>
public sealed class ScimChangeConformanceTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    [Theory]
    [Proves("7644-3.5.2.2e")]
    [InlineData("""{"op":"remove","path":"emails"}""")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"work\"].value"}""")]
    [InlineData("""{"op":"replace","path":"emails","value":[]}""")]
    [InlineData("""{"op":"remove","path":"displayName"}""")]
    [InlineData("""{"op":"remove","path":"active"}""")]
    public async Task Remove_OfWhatEveryAccountHas_IsRefused_AndDisablesAllTheSame(string operation)
    {
        var id = await server.UserAsync($"{Guid.NewGuid():n}@lasting.example");
        var before = await server.SendAsync("GET", $"Users/{id}");

        var refused = await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"T"}""", operation);

        (refused.Status, refused.Text("scimType")).ShouldBe((400, "mutability"), $"{refused.Body}");
        (await server.SendAsync("GET", $"Users/{id}")).Version.ShouldBe(before.Version);
        if (operation.Contains("active", StringComparison.Ordinal))
        {
            return;
        }

        // Who is to be kept out is disabled whatever else is refused.
        await server.PatchAsync($"Users/{id}", """{"op":"replace","path":"active","value":false}""", operation);
        var after = await server.SendAsync("GET", $"Users/{id}");
        after.Body!["active"]!.GetValue<bool>().ShouldBeFalse();
        after.Text("displayName").ShouldBe(before.Text("displayName"));
    }

    [Fact]
    public async Task Remove_OfAnAddress_ThatIsReplacedInTheSameRequest_IsAccepted()
    {
        var id = await server.UserAsync("old@replaced.example");

        var changed = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"remove","path":"emails"}""",
            """{"op":"add","path":"emails","value":[{"value":"new@replaced.example"}]}""",
            """{"op":"remove","path":"displayName"}""",
            """{"op":"replace","path":"displayName","value":"New"}"""
        );

        changed.Status.ShouldBe(200, $"{changed.Body}");
        changed.Body!["emails"]![0]!["value"]!.GetValue<string>().ShouldBe("new@replaced.example");
        changed.Text("displayName").ShouldBe("New");
    }

    [Theory]
    [Proves("7643-2.5b")]
    [InlineData("""{"userName":"{0}"}""")]
    [InlineData("""{"userName":"{0}","emails":null,"displayName":null}""")]
    [InlineData("""{"userName":"{0}","emails":[],"displayName":""}""")]
    [InlineData("""{"userName":"{0}","emails":[{"value":null}],"displayName":null}""")]
    public async Task Put_WithNothing_IsLikeOneThatLeavesItOut(string body)
    {
        var id = await server.UserAsync($"{Guid.NewGuid():n}@nothing.example");
        var userName = (await server.SendAsync("GET", $"Users/{id}")).Text("userName");
        await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","value":{"displayName":"Shown","name":{"givenName":"Ada","familyName":"Lovelace"}}}"""
        );

        var put = await server.SendAsync("PUT", $"Users/{id}", body.Replace("{0}", userName, StringComparison.Ordinal));

        put.Status.ShouldBe(200, $"{put.Body}");
        put.Body!["emails"]![0]!["value"]!.GetValue<string>().ShouldBe(userName);
        put.Text("displayName").ShouldBe("Shown");
        (put.Body["name"] as JsonObject)!.ContainsKey("givenName").ShouldBeFalse();
    }

    [Fact]
    [Proves("7644-3.5.2l")]
    public async Task Schemas_AsAPath_AddNothing_AndRemoveWhatIsOfThem()
    {
        var id = await server.UserAsync("schemas@path.example");
        var before = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"add","path":"{{Enterprise}}:department","value":"Sales"}"""
        );

        var added = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"add","path":"schemas","value":["{{Enterprise}}"]}""",
            $$"""{"op":"replace","path":"schemas","value":{{before.Body!["schemas"]}}}"""
        );
        var unknown = await server.PatchAsync($"Users/{id}", """{"op":"add","path":"schemas","value":["urn:x"]}""");
        var core = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"remove","path":"schemas[value eq \"{{Core}}\"]"}"""
        );
        var kept = await server.SendAsync("GET", $"Users/{id}");
        var removed = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"remove","path":"schemas[value eq \"{{Enterprise}}\"]"}""",
            $$"""{"op":"add","path":"title","value":"T"}"""
        );

        (added.Status, added.Version).ShouldBe((200, before.Version), $"{added.Body}");
        (unknown.Status, unknown.Text("scimType")).ShouldBe((400, "invalidValue"));
        (core.Status, core.Text("scimType")).ShouldBe((400, "mutability"));
        kept.Body![Enterprise]!["department"]!.GetValue<string>().ShouldBe("Sales");
        removed.Status.ShouldBe(200, $"{removed.Body}");
        removed.Body!.ContainsKey(Enterprise).ShouldBeFalse();
        ((JsonArray)removed.Body["schemas"]!).Select(urn => $"{urn}").ShouldNotContain(Enterprise);
        removed.Text("title").ShouldBe("T");
    }

    [Fact]
    [Proves("7644-3.5.2m")]
    public async Task Members_ThatAnOperationAdded_AreRemovedByTheNext()
    {
        var (ada, bob, group) = await GroupAsync("added");

        var changed = await server.PatchAsync(
            $"Groups/{group}",
            $$"""{"op":"add","path":"members","value":["{{bob}}"]}""",
            """{"op":"remove","path":"members[display co \"bob@\"]"}"""
        );
        changed.Status.ShouldBe(204, $"{changed.Body}");
        (await MembersAsync(group)).ShouldBe([ada]);

        await server.PatchAsync(
            $"Groups/{group}",
            $$"""{"op":"remove","path":"members[value eq \"{{ada}}\"]"}""",
            $$"""{"op":"add","path":"members","value":["{{bob}}"]}""",
            """{"op":"remove","path":"members[type eq \"User\"]"}"""
        );
        (await MembersAsync(group)).ShouldBeEmpty();
    }

    [Fact]
    [Proves("7644-3.5.2.3f")]
    public async Task Members_ThatNoFilterMatches_CannotBeReplaced()
    {
        var (ada, bob, group) = await GroupAsync("replaced");
        async Task<(int, string?)> ReplaceAsync(string filter, string by, string sub = "")
        {
            var answer = await server.PatchAsync(
                $"Groups/{group}",
                $$"""{"op":"replace","path":"members[{{filter}}]{{sub}}","value":{{by}}}"""
            );
            return (answer.Status, (string?)answer.Body?["scimType"]);
        }

        (await ReplaceAsync($"value eq \\\"{bob}\\\"", $$"""{"value":"{{bob}}"}""")).ShouldBe((400, "noTarget"));
        (await ReplaceAsync("display co \\\"nobody\\\"", $$"""{"value":"{{bob}}"}""")).ShouldBe((400, "noTarget"));
        (await ReplaceAsync("value eq \\\"nobody\\\"", "\"x\"", ".value")).ShouldBe((400, "noTarget"));
        (await ReplaceAsync($"value eq \\\"{ada}\\\"", $$"""{"value":"{{bob}}"}""")).ShouldBe((400, "mutability"));
        (await ReplaceAsync($"value eq \\\"{ada}\\\"", "\"x\"", ".value")).ShouldBe((400, "mutability"));
        (await ReplaceAsync($"value eq \\\"{ada}\\\"", $$"""{"value":"{{ada}}"}""")).ShouldBe((204, null));
        (await MembersAsync(group)).ShouldBe([ada]);
    }

    [Fact]
    [Proves("7644-3.5.2o")]
    public async Task Members_InThousands_AreChangedOrNot_AsAWhole()
    {
        var key = await server.KeyAsync([
            Permissions.UsersRead,
            Permissions.RolesRead,
            Permissions.RolesManage,
            Permissions.RolesAssign,
        ]);
        var ids = Enumerable.Range(0, 1000).Select(_ => Guid.CreateVersion7().ToString()).ToList();
        await server.SendAsync(
            new CommandSet([
                .. ids.Select(id =>
                    (ICommand)new CreateUser(id, $"{id}@many.example", $"{id}@many.example", $"Many {id}")
                ),
            ])
        );
        // The last one holds more than the application, which may not change such a person.
        var strong = Guid.CreateVersion7().ToString();
        await server.SendAsync(new CreateRole(strong, "Strong", null, [Permissions.AuditRead]));
        await server.SendAsync(new AssignRole(ids[^1], strong));
        var group = (await server.SendAsync("POST", "Groups", """{"displayName":"Many"}""")).Text("id");
        var list = string.Join(',', ids.Select(id => $"\"{id}\""));

        var refused = await server.SendAsync(
            "PATCH",
            $"Groups/{group}",
            $$"""
            {"schemas":["{{Patch}}"],"Operations":[{"op":"replace","path":"displayName","value":"Other"},
             {"op":"add","path":"members","value":[{{list}}]}]}
            """,
            key: key
        );
        var created = await server.SendAsync(
            "POST",
            "Groups",
            $$"""{"displayName":"Many at once","members":[{{list}}]}""",
            key: key
        );

        (refused.Status, created.Status).ShouldBe((403, 403), $"{refused.Body} {created.Body}");
        var kept = await server.SendAsync("GET", $"Groups/{group}", key: key);
        kept.Text("displayName").ShouldBe("Many");
        kept.Body!.ContainsKey("members").ShouldBeFalse();
        (await server.SendAsync("GET", "Groups?filter=displayName sw \"Many at\"", key: key)).Total.ShouldBe(0);

        var done = await server.PatchAsync($"Groups/{group}", $$"""{"op":"add","path":"members","value":[{{list}}]}""");
        done.Status.ShouldBe(204, $"{done.Body}");
        (await MembersAsync(group)).Count.ShouldBe(1000);
    }

    private async Task<(string Ada, string Bob, string Group)> GroupAsync(string domain)
    {
        var ada = await server.UserAsync($"ada@{domain}.example");
        var bob = await server.UserAsync($"bob@{domain}.example");
        var made = await server.SendAsync("POST", "Groups", $$"""{"displayName":"{{domain}}","members":["{{ada}}"]}""");
        return (ada, bob, made.Text("id"));
    }

    private async Task<IReadOnlyList<string>> MembersAsync(string group) =>
        [
            .. ((await server.SendAsync("GET", $"Groups/{group}")).Body!["members"] as JsonArray ?? []).Select(member =>
                (string)member!["value"]!
            ),
        ];
}
