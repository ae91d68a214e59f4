using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>The enterprise extension of users (RFC 7643, section 4.3).</summary>
public sealed class ScimEnterpriseTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private const string Whole =
        """{"employeeNumber":"0007","costCenter":"4130","organization":"Universal","division":"Parks","department":"Tours"}""";

    [Fact]
    public async Task Extension_OfANewUser_IsKept()
    {
        var made = await MadeAsync("new");

        made.Body![Enterprise]!.ToJsonString().ShouldBe(Whole);
        made.Body["schemas"]!.AsArray().Select(one => (string)one!).ShouldContain(Enterprise);
        var row = (await server.AskAsync(new GetUser(made.Text("id"))))!;
        (row.EmployeeNumber, row.CostCenter, row.Organization, row.Division, row.Department).ShouldBe(
            ("0007", "4130", "Universal", "Parks", "Tours")
        );
    }

    [Fact]
    public async Task Extension_OfAPutWithoutAPart_LosesThePart()
    {
        var made = await MadeAsync("put");

        var put = await server.SendAsync(
            "PUT",
            $"Users/{made.Text("id")}",
            $$"""{"userName":"put@enterprise.example","{{Enterprise}}":{"costCenter":"4140"} }"""
        );

        put.Body![Enterprise]!.ToJsonString().ShouldBe("""{"costCenter":"4140"}""");
        var bare = await server.SendAsync(
            "PUT",
            $"Users/{made.Text("id")}",
            """{"userName":"put@enterprise.example"}"""
        );
        bare.Body!.ContainsKey(Enterprise).ShouldBeFalse($"{bare.Body}");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"E:employeeNumber","value":"9"}""", "employeeNumber", "9")]
    [InlineData("""{"op":"Add","value":{"E:costCenter":"9"}}""", "costCenter", "9")]
    [InlineData("""{"op":"replace","value":{"E":{"organization":"Other"}}}""", "organization", "Other")]
    [InlineData("""{"op":"Replace","path":"E","value":{"division":"North"}}""", "division", "North")]
    [InlineData("""{"op":"remove","path":"E:division"}""", "division", null)]
    [InlineData("""{"op":"Remove","path":"E:employeeNumber"}""", "employeeNumber", null)]
    public async Task Extension_OfAPatchInBothDialects_IsChanged(string operation, string name, string? value)
    {
        var made = await MadeAsync($"{Guid.NewGuid():n}");

        var patched = await server.PatchAsync(
            $"Users/{made.Text("id")}",
            operation.Replace("\"E", $"\"{Enterprise}", StringComparison.Ordinal)
        );

        patched.Status.ShouldBe(200, $"{patched.Body}");
        ((string?)patched.Body![Enterprise]![name]).ShouldBe(value);
        ((string?)patched.Body[Enterprise]!["department"]).ShouldBe("Tours", "the others stay");
    }

    [Fact]
    public async Task Extension_IsFilteredAndSorted()
    {
        var tag = $"{Guid.NewGuid():n}"[..8];
        string[] numbers = ["B", "a", "C"];
        var ids = new List<string>();
        foreach (var number in numbers)
        {
            var id = Guid.CreateVersion7().ToString();
            await server.SendAsync(
                new CreateUser(id, $"{tag}{number}", $"{tag}{number}@enterprise.example", number)
                {
                    EmployeeNumber = $"{tag}-{number}",
                    CostCenter = tag,
                }
            );
            ids.Add(id);
        }

        (await FoundAsync($"{Enterprise}:employeeNumber eq \"{tag}-B\"")).ShouldBe([ids[0]]);
        (await FoundAsync($"{Enterprise}:employeeNumber sw \"{tag}\" and active eq true")).ShouldBe(
            ids,
            ignoreOrder: true
        );
        var sorted = await server.SendAsync(
            "GET",
            $"Users?sortBy={Enterprise}:employeeNumber&filter="
                + Uri.EscapeDataString($"{Enterprise}:costCenter eq \"{tag}\"")
        );
        sorted.Ids.ShouldBe([ids[1], ids[0], ids[2]]);
        (await server.AskAsync(new ListUsers($"employee-number:{tag}-C")))!
            .Items.Select(row => row.Id)
            .ShouldBe([ids[2]]);
        (await server.AskAsync(new ListUsers($"{tag}-C")))!.Items.Select(row => row.Id).ShouldBe([ids[2]], "by words");
        (await server.AskAsync(new ListUsers($"cost-center:{tag}")))!.Total.ShouldBe(3);
    }

    [Fact]
    public async Task Extension_IsNamedBySchemas()
    {
        var schema = await server.SendAsync("GET", $"Schemas/{Enterprise}");

        schema.Body!["attributes"]!
            .AsArray()
            .Select(one => (string)one!["name"]!)
            .ShouldBe(["employeeNumber", "costCenter", "organization", "division", "department", "manager"]);
    }

    [Fact]
    public async Task Manager_IsAnotherUser()
    {
        var boss = await server.UserAsync($"{Guid.NewGuid():n}@enterprise.example");
        // As Entra writes it: a bare id inside the extension.
        var made = await server.SendAsync(
            "POST",
            "Users",
            $$"""{"userName":"{{Guid.NewGuid():n}}@enterprise.example","{{Enterprise}}":{"manager":"{{boss}}"} }"""
        );
        var id = made.Text("id");

        made.Body![Enterprise]!
            .ToJsonString()
            .ShouldBe(
                $$"""{"manager":{"value":"{{boss}}","$ref":"{{server.Address}}Users/{{boss}}"} }""".Replace("} }", "}}")
            );
        (await FoundAsync($"{Enterprise}:manager eq \"{boss}\"")).ShouldBe([id]);
        (await FoundAsync($"{Enterprise}:manager.value eq \"{boss}\" and active eq true")).ShouldBe([id]);
        (await FoundAsync($"id eq \"{id}\" and {Enterprise}:manager eq \"{boss}\"")).ShouldBe([id]);
        (await FoundAsync($"id eq \"{id}\" and {Enterprise}:manager eq \"{id}\"")).ShouldBeEmpty();
        (await server.AskAsync(new ListUsers($"manager:{boss}")))!.Items.Select(row => row.Id).ShouldBe([id]);

        await server.SendAsync("PUT", $"Users/{id}", $$"""{"userName":"{{made.Text("userName")}}"}""");
        (await server.AskAsync(new GetUser(id)))!.ManagerId.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"op":"Add","path":"E:manager","value":"BOSS"}""")]
    [InlineData("""{"op":"add","path":"E:manager","value":[{"$ref":"../Users/BOSS","value":"BOSS"}]}""")]
    [InlineData("""{"op":"replace","path":"E:manager.value","value":"BOSS"}""")]
    [InlineData("""{"op":"add","value":{"E":{"manager":{"value":"BOSS","displayName":"Ignored"}}}}""")]
    public async Task Manager_OfAPatchInAnyForm_IsSetAndRemoved(string operation)
    {
        var boss = await server.UserAsync($"{Guid.NewGuid():n}@enterprise.example");
        var id = await server.UserAsync($"{Guid.NewGuid():n}@enterprise.example");

        var set = await server.PatchAsync(
            $"Users/{id}",
            operation
                .Replace("\"E", $"\"{Enterprise}", StringComparison.Ordinal)
                .Replace("BOSS", boss, StringComparison.Ordinal)
        );
        ((string?)set.Body![Enterprise]?["manager"]?["value"]).ShouldBe(boss, $"{set.Body}");
        var removed = await server.PatchAsync($"Users/{id}", $$"""{"op":"remove","path":"{{Enterprise}}:manager"}""");

        removed.Body![Enterprise].ShouldBeNull($"{removed.Body}");
        (await server.AskAsync(new GetUser(id)))!.ManagerId.ShouldBeNull();
    }

    // Refusing it would keep people from being created before their managers, and from being deactivated.
    [Theory]
    [InlineData("26118915-6090-4610-87e4-49d8ca9f808d")]
    [InlineData("bossy@enterprise.example")]
    [InlineData("SELF")]
    public async Task Manager_WhoIsNoOtherUser_IsLeftOut(string manager)
    {
        var id = await server.UserAsync($"{Guid.NewGuid():n}@enterprise.example");

        var changed = await server.PatchAsync(
            $"Users/{id}",
            $$"""{"op":"add","path":"{{Enterprise}}:manager","value":"{{(manager == "SELF" ? id : manager)}}"}""",
            """{"op":"replace","path":"active","value":false}"""
        );

        changed.Status.ShouldBe(200, $"{changed.Body}");
        changed.Body![Enterprise].ShouldBeNull($"{changed.Body}");
        changed.Body["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Extension_WithATextThatIsTooLong_IsRefusedByName()
    {
        var refused = await server.SendAsync(
            "POST",
            "Users",
            $$"""{"userName":"long@enterprise.example","{{Enterprise}}":{"costCenter":"{{new string('9', 101)}}"} }"""
        );

        (refused.Status, refused.Text("scimType")).ShouldBe((400, "invalidValue"));
        refused.Text("detail").ShouldContain("cost center");
    }

    private Task<ScimReply> MadeAsync(string name) =>
        server.SendAsync(
            "POST",
            "Users",
            $$"""{"userName":"{{name}}@enterprise.example","{{Enterprise}}":{{Whole}} }"""
        );

    private async Task<IReadOnlyList<string>> FoundAsync(string filter) =>
        (await server.SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}")).Ids;
}
