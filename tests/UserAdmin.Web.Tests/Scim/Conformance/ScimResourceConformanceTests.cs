using System.Text.Json.Nodes;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>What the RFCs demand of resources and of what describes them.</summary>
public sealed class ScimResourceConformanceTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";

    [Fact]
    [Proves("7643-3a", "7643-3b", "7643-3.1e", "7644-3.4.1", "7644-3.14a", "7643-4.2")]
    public async Task Resources_SayWhatTheyAre()
    {
        var id = await server.UserAsync("whole@conform.example");
        await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"T"}""");
        var group = (
            await server.SendAsync("POST", "Groups", $$"""{"displayName":"Whole","members":["{{id}}"]}""")
        ).Text("id");

        foreach (var (path, type) in new[] { ($"Users/{id}", "User"), ($"Groups/{group}", "Group") })
        {
            var got = await server.SendAsync("GET", path);
            got.Status.ShouldBe(200);
            var schemas = ((JsonArray)got.Body!["schemas"]!).Select(one => (string)one!).ToList();
            schemas.ShouldBeUnique();
            schemas.ShouldContain($"urn:ietf:params:scim:schemas:core:2.0:{type}");
            got.Body.Select(pair => pair.Key)
                .Where(name => name.StartsWith("urn:", StringComparison.Ordinal))
                .ShouldBe(schemas.Skip(1), ignoreOrder: true);
            var meta = got.Body["meta"]!;
            ((string)meta["resourceType"]!).ShouldBe(type);
            ((string)meta["location"]!).ShouldBe(server.Address + path);
            ((string)meta["version"]!).ShouldBe(got.Version);
            meta["lastModified"]!.GetValue<DateTimeOffset>().Year.ShouldBeGreaterThan(2000);
        }

        (await server.SendAsync("POST", "Groups", """{"members":[]}""")).Text("scimType").ShouldBe("invalidValue");
    }

    [Theory]
    [Proves("7643-3.1a")]
    [InlineData("Users", """{"userName":"id1@conform.example"}""", """{"id":"x","userName":"id2@conform.example"}""")]
    [InlineData("Groups", """{"displayName":"Id 1"}""", """{"id":"x","displayName":"Id 2"}""")]
    public async Task Id_IsMadeByTheServer_AndStaysWhateverIsPut(string endpoint, string first, string second)
    {
        var before = await server.SendAsync("POST", endpoint, first);
        before.Status.ShouldBe(201, $"{before.Body}");
        before.Text("id").ShouldNotBeEmpty();

        var put = await server.SendAsync("PUT", $"{endpoint}/{before.Text("id")}", second);
        var after = await server.SendAsync("GET", $"{endpoint}/{before.Text("id")}");

        (put.Status, put.Text("id")).ShouldBe((200, before.Text("id")));
        (after.Status, after.Text("id")).ShouldBe((200, before.Text("id")));
        after.Version.ShouldNotBe(before.Version, "the PUT has changed nothing");
    }

    [Fact]
    [Proves("7643-3.1f")]
    public async Task Created_IsWhenTheUserWasCreated_WhateverChangesLater()
    {
        var start = DateTimeOffset.UtcNow;
        var made = await server.SendAsync("POST", "Users", """{"userName":"created@conform.example"}""");
        var end = DateTimeOffset.UtcNow;
        var path = $"Users/{made.Text("id")}";
        await server.PatchAsync(path, """{"op":"add","path":"title","value":"T"}""");
        var meta = (await server.SendAsync("GET", path)).Body!["meta"]!;

        var created = meta["created"]!.GetValue<DateTimeOffset>();
        // What is written may be cut to a whole unit.
        created.ShouldBeInRange(start.AddSeconds(-1), end);
        created.ShouldBe(made.Body!["meta"]!["created"]!.GetValue<DateTimeOffset>());
        meta["lastModified"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(created);
    }

    [Fact]
    [Proves("7644-3.13")]
    public async Task Version_OfTheProtocolIsInTheAddress_AndOthersAreNotFound()
    {
        (await server.SendAsync("GET", "../v2/Users?count=0")).Status.ShouldBe(200);
        foreach (var other in (string[])["v1", "v3", "V2.1"])
        {
            var answer = await server.SendAsync("GET", $"../{other}/Users?count=0");
            (answer.Status, answer.Text("status"), answer.Type).ShouldBe((404, "404", "application/scim+json"), other);
        }
    }

    [Fact]
    [Proves("7643-7e", "7643-7a", "7643-7d", "7643-6", "7644-4c")]
    public async Task Answers_HaveOnlyWhatSchemasDescribe()
    {
        var schemas = (await server.SendAsync("GET", "Schemas?count=1&startIndex=3&sortBy=name")).Resources;
        schemas.Count.ShouldBe(5);
        var described = schemas.ToDictionary(
            one => (string)one["id"]!,
            one => ((JsonArray)one["attributes"]!).OfType<JsonObject>().ToDictionary(at => (string)at["name"]!)
        );
        described[Core]["name"]["subAttributes"]!
            .AsArray()
            .Select(sub => (string)sub!["name"]!)
            .ShouldContain("formatted");
        foreach (var attribute in described.Values.SelectMany(schema => schema.Values))
        {
            foreach (
                var property in (string[])["type", "multiValued", "required", "mutability", "returned", "uniqueness"]
            )
            {
                attribute[property].ShouldNotBeNull($"{attribute["name"]}.{property}");
            }
        }

        foreach (
            var member in described["urn:ietf:params:scim:schemas:core:2.0:Group"]["members"][
                "subAttributes"
            ]!.AsArray()
        )
        {
            if ((string)member!["type"]! == "reference")
            {
                member["referenceTypes"]!.AsArray().Count.ShouldBe(1);
            }
        }

        foreach (var type in (await server.SendAsync("GET", "ResourceTypes")).Resources)
        {
            described.ShouldContainKey((string)type["schema"]!);
            ((string)type["endpoint"]!).ShouldBe($"/{type["name"]}s");
            foreach (var extension in type["schemaExtensions"]!.AsArray())
            {
                described.ShouldContainKey((string)extension!["schema"]!);
                extension["required"]!.GetValue<bool>().ShouldBeFalse();
            }
        }

        var user = await server.SendAsync(
            "POST",
            "Users",
            $$"""
            {"userName":"described@conform.example","name":{"formatted":"D E","familyName":"E","honorificPrefix":"Dr."},
             "phoneNumbers":["+1 2"],"title":"T","nickName":"N","addresses":[{"locality":"L"}]}
            """
        );
        foreach (
            var (name, value) in user.Body!.Where(pair => pair.Key is not ("schemas" or "id" or "externalId" or "meta"))
        )
        {
            var (schema, members) = name.StartsWith("urn:", StringComparison.Ordinal)
                ? (described[name], (JsonObject)value!)
                : (described[Core], new JsonObject { [name] = value!.DeepClone() });
            foreach (var (member, of) in members)
            {
                schema.ShouldContainKey(member);
                foreach (
                    var part in of is JsonArray list ? list.OfType<JsonObject>()
                    : of is JsonObject one ? [one]
                    : []
                )
                {
                    part.Select(pair => pair.Key)
                        .Except(schema[member]["subAttributes"]!.AsArray().Select(sub => (string)sub!["name"]!))
                        .ShouldBeEmpty(member);
                }
            }
        }
    }

    [Fact]
    [Proves("7643-2.1", "7643-2.5", "7643-2.4a", "7643-2.3.5")]
    public async Task Values_AreReadAsTheRfcSays()
    {
        var made = await server.SendAsync(
            "POST",
            "Users",
            """{"USERNAME":"values@conform.example","Title":"T","NAME":{"GIVENNAME":"V"},"phoneNumbers":["+1 2"]}"""
        );
        (made.Text("title"), (string)made.Body!["name"]!["givenName"]!).ShouldBe(("T", "V"));
        var put = await server.SendAsync(
            "PUT",
            $"Users/{made.Text("id")}",
            """{"userName":"values@conform.example","title":null,"phoneNumbers":[]}"""
        );
        (put.Body!["title"], put.Body["phoneNumbers"]).ShouldBe((null, null));
        var twice = await server.PatchAsync(
            $"Users/{made.Text("id")}",
            """
            {"op":"add","path":"emails","value":[{"value":"a@conform.example","primary":true},
             {"value":"b@conform.example","primary":true}]}
            """
        );
        twice.Text("scimType").ShouldBe("invalidValue");
        var moment = await server.PatchAsync(
            $"Users/{made.Text("id")}",
            """
            {"op":"add","value":{"urn:useradmin:params:scim:schemas:extension:2.0:User":{"expiresAt":"soon"} } }
            """
        );
        moment.Text("scimType").ShouldBe("invalidValue");
    }

    [Fact]
    [Proves("7643-7b", "7643-4.1d", "7644-3.5.2d", "7644-3.5.2e", "7644-3.5.2.2a", "7644-3.5.2.2c", "7644-3.5.2.3c")]
    public async Task Operations_OnWhatCannotBeChanged_SayWhy()
    {
        var id = await server.UserAsync("fixed@conform.example");
        (string Operation, string Type)[] refused =
        [
            ("""{"op":"replace","path":"id","value":"x"}""", "mutability"),
            ("""{"op":"add","path":"groups","value":[{"value":"x"}]}""", "mutability"),
            ("""{"op":"replace","path":"meta.created","value":"2020-01-01T00:00:00Z"}""", "mutability"),
            ("""{"op":"remove","path":"userName"}""", "mutability"),
            ("""{"op":"remove","path":"groups"}""", "mutability"),
            ("""{"op":"replace","path":"shoeSize","value":"9"}""", "invalidPath"),
            ("""{"op":"remove"}""", "noTarget"),
            ("""{"op":"replace","path":"emails[type eq \"fax\"]","value":{"value":"x@conform.example"}}""", "noTarget"),
        ];

        foreach (var (operation, type) in refused)
        {
            var answer = await server.PatchAsync($"Users/{id}", operation);
            (answer.Status, answer.Text("scimType")).ShouldBe((400, type), operation);
        }
    }

    [Fact]
    [Proves("7644-3.5.1d", "7644-3.5.1e", "7644-3.5.2a", "7644-3.5.2b", "7644-3.5.2g", "7644-3.9b", "7644-3.1")]
    public async Task Messages_AreWhatTheySay()
    {
        var id = await server.UserAsync("messages@conform.example");

        (await server.SendAsync("PUT", $"Users/{id}", """{"title":"T"}""")).Text("scimType").ShouldBe("invalidValue");
        (await server.SendAsync("PUT", "Users/nobody", """{"userName":"nobody@conform.example"}""")).Status.ShouldBe(
            404
        );
        foreach (
            var body in (string[])
                [
                    """{"Operations":[{"op":"add","path":"title","value":"T"}]}""",
                    """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}""",
                    """
                        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                         "Operations":[{"op":"move","path":"title"}]}
                        """,
                ]
        )
        {
            (await server.SendAsync("PATCH", $"Users/{id}", body)).Text("scimType").ShouldBe("invalidSyntax", body);
        }

        var ordered = await server.SendAsync(
            "PATCH",
            $"Users/{id}?attributes=title",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
             {"op":"add","path":"title","value":"One"},{"op":"remove","path":"title"},
             {"op":"add","path":"title","value":"Two"}]}
            """
        );
        ordered.Status.ShouldBe(200);
        ordered.Text("title").ShouldBe("Two");
        ordered.Body!.ContainsKey("userName").ShouldBeFalse();
        var posted = await server.SendAsync("POST", "Users?attributes=id", """{"userName":"few@conform.example"}""");
        posted.Body!.Select(pair => pair.Key).ShouldBe(["schemas", "id"], ignoreOrder: true);
        var group = (await server.SendAsync("POST", "Groups", """{"displayName":"Messages"}""")).Text("id");
        var patched = await server.SendAsync(
            "PATCH",
            $"Groups/{group}?attributes=displayName",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
             "Operations":[{"op":"replace","path":"displayName","value":"Messages 2"}]}
            """
        );
        (patched.Status, patched.Text("displayName")).ShouldBe((200, "Messages 2"));
    }

    [Fact]
    [Proves("7644-2", "7644-3.8", "7644-7.5.2")]
    public async Task Requests_NeedAKey_AndAreAnsweredInTheMediaTypeOfScim()
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var refused = await client.GetAsync(new Uri("Users", UriKind.Relative));
        var found = await server.SendAsync(
            "POST",
            "Users/.search",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
             "filter":"userName eq \"n@conform.example\""}
            """
        );

        ((int)refused.StatusCode).ShouldBe(401);
        refused.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        (found.Status, found.Type, found.Total).ShouldBe((200, "application/scim+json", 0));
    }

    [Fact]
    [Proves("7644-3.7c", "7644-3.7e")]
    public async Task Bulk_SaysOfEachOperationWhatBecameOfIt()
    {
        var id = await server.UserAsync("bulked@conform.example");
        var answer = await server.SendAsync(
            "POST",
            "Bulk",
            $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
             {"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"a b"} },
             {"method":"POST","path":"/Users","data":{"userName":"b@conform.example"} },
             {"method":"PUT","path":"/Users/{{id}}","data":{"userName":"bulked2@conform.example"} },
             {"method":"DELETE","path":"/Users/nobody"}]}
            """
        );

        var operations = ((JsonArray)answer.Body!["Operations"]!).OfType<JsonObject>().ToList();
        operations.Select(one => (string)one["status"]!).ShouldBe(["400", "400", "200", "404"]);
        operations.Select(one => one.ContainsKey("location")).ShouldBe([false, false, true, true]);
        operations.Select(one => one.ContainsKey("version")).ShouldBe([false, false, true, false]);
        operations.Select(one => (string)one["method"]!).ShouldBe(["POST", "POST", "PUT", "DELETE"]);
    }
}
