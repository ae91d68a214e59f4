using System.Text.Json.Nodes;
using UserAdmin.Roles.Queries;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>Groups, which are the roles, over HTTP.</summary>
public sealed class ScimGroupTests(ScimServer server) : IClassFixture<ScimServer>
{
    [Fact]
    public async Task Group_IsARole_FromItsCreationToItsEnd()
    {
        var ada = await server.UserAsync("ada@group.example");
        var bob = await server.UserAsync("bob@group.example");

        var made = await server.SendAsync(
            "POST",
            "Groups",
            $$"""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Writers", "externalId": "x",
              "members": [{ "value": "{{ada}}", "display": "Ada" }, { "value": "{{ada}}" }]
            }
            """
        );

        made.Status.ShouldBe(201, $"{made.Body}");
        var id = made.Text("id");
        made.Location.ShouldBe($"{server.Address}Groups/{id}");
        Members(made).ShouldBe([ada]);
        made.Body!["members"]![0]!["$ref"]!.GetValue<string>().ShouldBe($"{server.Address}Users/{ada}");
        (await server.AskAsync(new GetRole(id)))!.Name.ShouldBe("Writers");
        (await server.SendAsync("GET", $"Users/{ada}")).Body!["groups"]![0]!["value"]!.GetValue<string>().ShouldBe(id);

        var replaced = await server.SendAsync(
            "PUT",
            $"Groups/{id}",
            $$"""{"displayName":"Authors","members":[{"value":"{{bob}}"}]}"""
        );
        replaced.Text("displayName").ShouldBe("Authors");
        Members(replaced).ShouldBe([bob]);
        (await server.SendAsync("DELETE", $"Groups/{id}")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"Groups/{id}")).Status.ShouldBe(404);
        (await server.SendAsync("GET", $"Users/{bob}")).Body!["groups"].ShouldBeNull();
    }

    [Fact]
    public async Task Group_WithATakenName_OrAnUnknownMember_IsRefusedAsAWhole()
    {
        await server.SendAsync("POST", "Groups", """{"displayName":"Taken"}""");

        var taken = await server.SendAsync("POST", "Groups", """{"displayName":"taken"}""");
        var unknown = await server.SendAsync(
            "POST",
            "Groups",
            """{"displayName":"Unknown","members":[{"value":"nobody"}]}"""
        );
        var nested = await server.SendAsync(
            "POST",
            "Groups",
            """{"displayName":"Nested","members":[{"value":"x","type":"Group"}]}"""
        );

        (taken.Status, taken.Text("scimType")).ShouldBe((409, "uniqueness"));
        (unknown.Status, unknown.Text("scimType")).ShouldBe((400, "invalidValue"));
        (nested.Status, nested.Text("scimType")).ShouldBe((400, "invalidValue"));
        (await server.AskAsync(new ListRoles()))!.Items.ShouldNotContain(role => role.Name == "Unknown");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"2"},{"value":"3"}]}""", "1 2 3")]
    [InlineData("""{"op":"Add","path":"members","value":[{"$ref":null,"value":"3"}]}""", "1 2 3")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"3"}]}}""", "1 2 3")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"2"}]}""", "1")]
    [InlineData("""{"op":"remove","path":"members[value eq \"2\"]"}""", "1")]
    [InlineData("""{"op":"remove","path":"members[display co \"two@\"]"}""", "1")]
    [InlineData("""{"op":"remove","path":"members","value":["3"]}""", "1 2")]
    [InlineData("""{"op":"remove","path":"members"}""", "")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"3"}]}""", "3")]
    [InlineData("""{"op":"Replace","path":"members","value":["2","3"]}""", "2 3")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "")]
    [InlineData("""{"op":"add","path":"members","value":[]}""", "1 2")]
    [InlineData("""{"op":"add","path":"members","value":null}""", "1 2")]
    [InlineData("""{"op":"add","value":{"members":[]}}""", "1 2")]
    public async Task Members_AreChanged_Section_3_5_2(string operation, string left)
    {
        var tag = Guid.NewGuid().ToString("n")[..8];
        string[] ids =
        [
            await server.UserAsync($"one@{tag}.example"),
            await server.UserAsync($"two@{tag}.example"),
            await server.UserAsync($"three@{tag}.example"),
        ];
        var group = (
            await server.SendAsync(
                "POST",
                "Groups",
                $$"""{"displayName":"{{tag}}","members":["{{ids[0]}}","{{ids[1]}}"]}"""
            )
        ).Text("id");
        for (var at = 0; at < 3; at++)
        {
            operation = operation
                .Replace($"\"{at + 1}\"", $"\"{ids[at]}\"")
                .Replace($"\\\"{at + 1}\\\"", $"\\\"{ids[at]}\\\"");
        }

        var answer = await server.PatchAsync($"Groups/{group}", operation);

        answer.Status.ShouldBe(204, $"{answer.Body}");
        Members(await server.SendAsync("GET", $"Groups/{group}"))
            .ShouldBe(
                left.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(at => ids[at[0] - '1']),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Members_InHundreds_AreOneChange()
    {
        var tag = Guid.NewGuid().ToString("n")[..8];
        var ids = new List<string>();
        for (var at = 0; at < 300; at++)
        {
            ids.Add(await server.UserAsync($"p{at}@{tag}.example"));
        }

        var group = (await server.SendAsync("POST", "Groups", $$"""{"displayName":"{{tag}}"}""")).Text("id");
        string List(IEnumerable<string> some) => string.Join(',', some.Select(id => $$"""{"value":"{{id}}"}"""));

        var refused = await server.PatchAsync(
            $"Groups/{group}",
            $$"""{"op":"add","path":"members","value":[{{List(ids)}},{"value":"nobody"}]}"""
        );
        refused.Status.ShouldBe(400);
        (await server.AskAsync(new GetRole(group)))!.MemberCount.ShouldBe(0);
        var added = await server.PatchAsync(
            $"Groups/{group}",
            $$"""{"op":"add","path":"members","value":[{{List(ids)}}]}"""
        );
        added.Status.ShouldBe(204, $"{added.Body}");
        Members(await server.SendAsync("GET", $"Groups/{group}")).Count.ShouldBe(300);
        await server.PatchAsync(
            $"Groups/{group}",
            $$"""{"op":"remove","path":"members","value":[{{List(ids.Take(299))}}]}"""
        );
        Members(await server.SendAsync("GET", $"Groups/{group}")).ShouldBe([ids[299]]);
    }

    [Fact]
    public async Task Lists_FindByNameAndMember()
    {
        var tag = Guid.NewGuid().ToString("n")[..8];
        var eve = await server.UserAsync($"eve@{tag}.example");
        var group = (
            await server.SendAsync("POST", "Groups", $$"""{"displayName":"{{tag}}","members":["{{eve}}"]}""")
        ).Text("id");
        async Task<IReadOnlyList<string>> FindAsync(string filter) =>
            (
                await server.SendAsync(
                    "GET",
                    $"Groups?excludedAttributes=members&filter={Uri.EscapeDataString(filter)}"
                )
            ).Ids;

        (await FindAsync($"displayName eq \"{tag.ToUpperInvariant()}\"")).ShouldBe([group]);
        (await FindAsync($"members.value eq \"{eve}\"")).ShouldBe([group]);
        (await FindAsync($"members[value eq \"{eve}\"]")).ShouldBe([group]);
        (await FindAsync($"id eq \"{group}\" and members eq \"{eve}\"")).ShouldBe([group]);
        (await FindAsync($"id eq \"{group}\" and members eq \"somebody\"")).ShouldBeEmpty();
        (await FindAsync($"id eq \"{group}\" and members pr")).ShouldBe([group]);
        var listed = await server.SendAsync("GET", $"Groups?filter=displayName eq \"{tag}\"");
        ((JsonArray)listed.Resources[0]["members"]!).Count.ShouldBe(1);
        var without = await server.SendAsync("GET", $"Groups/{group}?excludedAttributes=members");
        without.Body!["members"].ShouldBeNull();
    }

    private static IReadOnlyList<string> Members(ScimReply group) =>
        [.. (group.Body!["members"] as JsonArray ?? []).Select(member => (string)member!["value"]!)];
}
