using System.Globalization;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Tests.Scim.Conformance;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>The ids that clients know users and groups by: each client has its own (RFC 7643, section 3.1).</summary>
public sealed class ScimExternalIdTests(ScimServer server) : IClassFixture<ScimServer>
{
    [Fact]
    [Proves("7643-3.1m")]
    public async Task ExternalIds_OfTwoClients_StandBesideEachOther()
    {
        var other = await KeyAsync();
        var made = await server.SendAsync("POST", "Users", """{"userName":"two@ids.example","externalId":"okta-1"}""");
        var id = made.Text("id");

        made.Text("externalId").ShouldBe("okta-1");
        (await server.SendAsync("GET", $"Users/{id}", key: other)).Body!.ContainsKey("externalId").ShouldBeFalse();
        var patched = await PatchAsync(id, """{"op":"add","path":"externalId","value":"entra-1"}""", other);

        patched.Text("externalId").ShouldBe("entra-1");
        (await server.SendAsync("GET", $"Users/{id}")).Text("externalId").ShouldBe("okta-1");
        (await FoundAsync("externalId eq \"okta-1\"")).ShouldBe([id]);
        (await FoundAsync("externalId eq \"OKTA-1\"")).ShouldBeEmpty();
        (await FoundAsync("externalId eq \"entra-1\"")).ShouldBeEmpty();
        (await FoundAsync("externalId eq \"entra-1\"", other)).ShouldBe([id]);
        (await FoundAsync("externalId sw \"entra\"", other)).ShouldBe([id]);
        (await FoundAsync("userName eq \"two@ids.example\" and externalId pr", other)).ShouldBe([id]);
        (await server.AskAsync(new GetUser(id)))!.ExternalId.ShouldBeNull("the account's own is nobody's");
    }

    [Fact]
    public async Task ExternalId_ThatAnImportSet_IsFoundByAClient_AndKeptWhenTheClientSetsItsOwn()
    {
        var id = Guid.CreateVersion7().ToString();
        await server.SendAsync(
            new CreateUser(id, "hr@ids.example", "hr@ids.example", "From HR") { ExternalId = "HR-7" }
        );

        (await server.AskAsync(new GetUser(id)))!.ExternalId.ShouldBe("HR-7");
        (await FoundAsync("externalId eq \"HR-7\"")).ShouldBe([id]);
        var replaced = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """{"userName":"hr@ids.example","displayName":"From HR","externalId":"0a21-77"}"""
        );

        replaced.Text("externalId").ShouldBe("0a21-77");
        (await server.AskAsync(new GetUser(id)))!.ExternalId.ShouldBe("HR-7");
        (await FoundAsync("externalId eq \"0a21-77\"")).ShouldBe([id]);
        (await FoundAsync("externalId eq \"HR-7\"")).ShouldBeEmpty();
        (await FoundAsync("externalId eq \"HR-7\"", await KeyAsync())).ShouldBe([id], "another has said nothing");

        // A PUT without it: the client knows none, and must not be told another's.
        var cleared = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """{"userName":"hr@ids.example","displayName":"From HR"}"""
        );

        cleared.Body!.ContainsKey("externalId").ShouldBeFalse();
        (await FoundAsync("externalId eq \"HR-7\" or externalId eq \"0a21-77\"")).ShouldBeEmpty();
        (await server.AskAsync(new GetUser(id)))!.ExternalId.ShouldBe("HR-7");
    }

    [Fact]
    public async Task ExternalIds_NeedNotBeUnique_AndTheSameOneAgainChangesNothing()
    {
        var first = await server.SendAsync("POST", "Users", """{"userName":"a@same.example","externalId":"same"}""");
        var second = await server.SendAsync("POST", "Users", """{"userName":"b@same.example","externalId":"same"}""");

        second.Status.ShouldBe(201, $"{second.Body}");
        (await FoundAsync("externalId eq \"same\"")).ShouldBe([first.Text("id"), second.Text("id")]);
        var again = await server.PatchAsync(
            $"Users/{first.Text("id")}",
            """{"op":"replace","path":"externalId","value":"same"}"""
        );
        again.Version.ShouldBe(first.Version);
    }

    [Fact]
    public async Task Create_OfATakenUserName_IsAConflict_WhateverElseIsSent()
    {
        await server.UserAsync("taken@ids.example");

        foreach (var rest in (string[])["\"externalId\":\"t-1\"", "\"active\":false"])
        {
            var answer = await server.SendAsync("POST", "Users", $$"""{"userName":"taken@ids.example",{{rest}}}""");

            (answer.Status, answer.Text("scimType")).ShouldBe((409, "uniqueness"), rest);
            answer.Text("detail").ShouldNotContain("no such");
        }
    }

    [Fact]
    [Proves("7643-3.1g", "7643-3.1n")]
    public async Task Groups_HaveAnExternalIdForEachClient_AndSayWhenTheyWereCreated()
    {
        var other = await KeyAsync();
        var made = await server.SendAsync("POST", "Groups", """{"displayName":"Known group","externalId":"g-1"}""");
        var id = made.Text("id");

        made.Text("externalId").ShouldBe("g-1");
        ((string)made.Body!["meta"]!["created"]!).ShouldBe((string)made.Body["meta"]!["lastModified"]!);
        (await GroupsAsync("externalId eq \"g-1\"")).ShouldBe([id]);
        (await GroupsAsync("externalId eq \"G-1\"")).ShouldBeEmpty();
        (await GroupsAsync("externalId eq \"g-1\"", other)).ShouldBeEmpty();
        var renamed = await server.SendAsync(
            "PUT",
            $"Groups/{id}",
            """{"displayName":"Known group 2","externalId":"g-other"}""",
            key: other
        );
        renamed.Text("externalId").ShouldBe("g-other");
        (await server.SendAsync("GET", $"Groups/{id}")).Text("externalId").ShouldBe("g-1");
        await server.PatchAsync($"Groups/{id}", """{"op":"remove","path":"externalId"}""");
        var last = await server.SendAsync("GET", $"Groups/{id}");
        last.Body!.ContainsKey("externalId").ShouldBeFalse();
        last.Body["meta"]!["created"]!.ToString().ShouldBe(made.Body["meta"]!["created"]!.ToString());
        (await GroupsAsync("externalId eq \"g-other\"", other)).ShouldBe([id]);
    }

    [Fact]
    [Proves("7643-3.1p")]
    public async Task Groups_AreModified_WhenTheirMembersChange()
    {
        var user = await server.UserAsync("modified@ids.example");
        var made = await server.SendAsync("POST", "Groups", """{"displayName":"Modified group"}""");
        var path = $"Groups/{made.Text("id")}";

        await server.PatchAsync(path, $$"""{"op":"add","path":"members","value":[{"value":"{{user}}"}]}""");

        var (before, after) = (made.Body!["meta"]!, (await server.SendAsync("GET", path)).Body!["meta"]!);
        DateTimeOffset
            .Parse((string)after["lastModified"]!, CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(DateTimeOffset.Parse((string)before["lastModified"]!, CultureInfo.InvariantCulture));
        ((string)after["created"]!).ShouldBe((string)before["created"]!);
    }

    [Fact]
    public async Task Create_OfAGroupWithATakenName_IsAConflict_WhateverElseIsSent()
    {
        var user = await server.UserAsync("member@ids.example");
        await server.SendAsync("POST", "Groups", """{"displayName":"Taken group"}""");

        var answer = await server.SendAsync(
            "POST",
            "Groups",
            $$"""{"displayName":"taken group","externalId":"t","members":[{"value":"{{user}}"}]}"""
        );

        (answer.Status, answer.Text("scimType")).ShouldBe((409, "uniqueness"));
    }

    [Fact]
    [Proves("7644-3.4.2.3d")]
    public async Task Lists_AreSortedByTheClientsOwnIds_CaseExact()
    {
        foreach (var externalId in (string[])["b", "C", "a", "B"])
        {
            await server.SendAsync(
                "POST",
                "Users",
                $$"""{"userName":"{{externalId}}-{{(int)externalId[0]}}@sorted.example","externalId":"{{externalId}}"}"""
            );
        }

        const string list = "Users?filter=userName ew \"@sorted.example\"&sortBy=externalId";
        (await server.SendAsync("GET", list))
            .Resources.Select(one => (string?)one["externalId"])
            .ShouldBe(["B", "C", "a", "b"]);
        (await server.SendAsync("GET", $"{list}&sortOrder=descending&count=2"))
            .Resources.Select(one => (string?)one["externalId"])
            .ShouldBe(["b", "a"]);
        // Without a filter, too.
        (await server.SendAsync("GET", "Users?sortBy=externalId&count=1")).Resources.Count.ShouldBe(1);
    }

    private Task<string> KeyAsync() => server.KeyAsync([.. Permissions.All.Select(permission => permission.Name)]);

    private Task<ScimReply> PatchAsync(string id, string operation, string key) =>
        server.SendAsync(
            "PATCH",
            $"Users/{id}",
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""",
            key: key
        );

    private async Task<IReadOnlyList<string>> FoundAsync(string filter, string? key = null) =>
        (await server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}", key: key)).Ids;

    private async Task<IReadOnlyList<string>> GroupsAsync(string filter, string? key = null) =>
        (await server.SendAsync("GET", $"Groups?filter={Uri.EscapeDataString(filter)}", key: key)).Ids;
}
