using System.Text.Json.Nodes;
using CsCheck;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim.Protocol;

/// <summary>Operations of RFC 7644, section 3.5.2, and the dialects of Okta and Entra.</summary>
public sealed class ScimPatchTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private const string Ada = """
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "ada", "active": true,
          "displayName": "Ada", "name": { "givenName": "Ada", "familyName": "Lovelace" }, "title": "Countess",
          "emails": [
            { "value": "ada@work.example", "type": "work", "primary": true },
            { "value": "ada@home.example", "type": "home" }
          ]
        }
        """;

    [Theory]
    // RFC 7644, section 3.5.2.1: add.
    [InlineData("""{"op":"add","path":"title","value":"Boss"}""", "title", "\"Boss\"")]
    [InlineData("""{"op":"add","path":"name.middleName","value":"K"}""", "name.middleName", "\"K\"")]
    [InlineData("""{"op":"add","value":{"title":"Boss"}}""", "title", "\"Boss\"")]
    [InlineData("""{"op":"add","path":"name","value":{"givenName":"A"}}""", "name.familyName", "\"Lovelace\"")]
    // Section 3.5.2.3: replace.
    [InlineData("""{"op":"replace","path":"active","value":false}""", "active", "false")]
    [InlineData("""{"op":"replace","value":{"active":false}}""", "active", "false")]
    [InlineData("""{"op":"replace","path":"nickName","value":"Addie"}""", "nickName", "\"Addie\"")]
    // Section 3.5.2.2: remove; a value of null is none.
    [InlineData("""{"op":"remove","path":"title"}""", "title", "null")]
    [InlineData("""{"op":"replace","path":"title","value":null}""", "title", "null")]
    [InlineData("""{"op":"remove","path":"name.familyName"}""", "name.familyName", "null")]
    // Entra without the flag, with it, and mixed.
    [InlineData("""{"op":"Replace","path":"active","value":"False"}""", "active", "false")]
    [InlineData("""{"op":"Add","path":"ACTIVE","value":"True"}""", "active", "true")]
    [InlineData("""{"op":"replace","value":{"name.givenName":"Augusta"}}""", "name.givenName", "\"Augusta\"")]
    [InlineData(
        $$"""{"op":"Replace","value":{"{{Enterprise}}:employeeNumber":"12"} }""",
        Enterprise + "/employeeNumber",
        "\"12\""
    )]
    [InlineData(
        $$"""{"op":"Add","path":"{{Enterprise}}:department","value":"X"}""",
        Enterprise + "/department",
        "\"X\""
    )]
    [InlineData(
        $$"""{"op":"add","value":{"{{Enterprise}}":{"department":"X"} } }""",
        Enterprise + "/department",
        "\"X\""
    )]
    [InlineData(
        $$"""{"op":"add","path":"{{Enterprise}}","value":{"department":"X"} }""",
        Enterprise + "/department",
        "\"X\""
    )]
    // The manager in all forms.
    [InlineData(
        $$"""{"op":"Add","path":"{{Enterprise}}:manager","value":"7"}""",
        Enterprise + "/manager.value",
        "\"7\""
    )]
    [InlineData(
        $$"""{"op":"add","path":"{{Enterprise}}:manager","value":[{"$ref":"../Users/7","value":"7"}]}""",
        Enterprise + "/manager.value",
        "\"7\""
    )]
    [InlineData(
        $$"""{"op":"add","value":{"{{Enterprise}}":{"manager":"7"} } }""",
        Enterprise + "/manager.value",
        "\"7\""
    )]
    [InlineData(
        $$"""{"op":"add","path":"{{Enterprise}}:manager","value":{"value":"7"} }""",
        Enterprise + "/manager.value",
        "\"7\""
    )]
    [InlineData(
        $$"""{"op":"replace","path":"{{Enterprise}}:manager.value","value":"7"}""",
        Enterprise + "/manager.value",
        "\"7\""
    )]
    public void Operation_ChangesOneAttribute(string operation, string where, string value)
    {
        var changed = Apply(Ada, operation);

        var at = where.Split('/') is [var urn, var name]
            ? changed[urn]?[name.Split('.')[0]]
            : changed[where.Split('.')[0]];
        var found = where.StartsWith("urn:", StringComparison.Ordinal)
            ? (where.EndsWith(".value", StringComparison.Ordinal) ? at?["value"] : at)
            : (where.Contains('.', StringComparison.Ordinal) ? at?[where.Split('.')[1]] : at);
        (found?.ToJsonString() ?? "null").ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"new@work.example"}""")]
    [InlineData(
        """{"op":"Add","path":"emails[type eq \"work\" and primary eq true].value","value":"new@work.example"}"""
    )]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"new@work.example"}}""")]
    [InlineData("""{"op":"replace","path":"emails[value ew \"work.example\"]","value":{"value":"new@work.example"}}""")]
    public void ValueFilter_ChangesTheEntryItMeans(string operation)
    {
        var emails = (JsonArray)Apply(Ada, operation)["emails"]!;

        emails
            .Select(entry => $"{entry!["type"]} {entry["value"]}")
            .ShouldBe(["work new@work.example", "home ada@home.example"]);
        emails[0]!["primary"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Replace")]
    public void ValueFilter_WithoutAnEntry_CreatesIt(string op)
    {
        var changed = Apply(
            Ada,
            $$"""{"op":"{{op}}","path":"phoneNumbers[type eq \"mobile\"].value","value":"+49 1"}""",
            $$"""{"op":"{{op}}","path":"phoneNumbers[type eq \"mobile\"].primary","value":"true"}""",
            $$"""{"op":"{{op}}","path":"addresses[type eq \"work\"].locality","value":"Trier"}"""
        );

        changed["phoneNumbers"]!.ToJsonString().ShouldBe("""[{"type":"mobile","value":"\u002B49 1","primary":true}]""");
        changed["addresses"]!.ToJsonString().ShouldBe("""[{"type":"work","locality":"Trier"}]""");
    }

    [Fact]
    public void Add_OfWhatIsThere_ChangesNothing()
    {
        var changed = Apply(
            Ada,
            """{"op":"add","path":"emails","value":[{"value":"ada@home.example","type":"home"}]}""",
            """{"op":"add","path":"emails","value":{"value":"ada@work.example"}}""",
            """{"op":"add","path":"title","value":"Countess"}"""
        );

        JsonNode.DeepEquals(changed, JsonNode.Parse(Ada)).ShouldBeTrue(changed.ToJsonString());
    }

    [Fact]
    public void Add_OfAPrimaryValue_LeavesOnePrimary()
    {
        var changed = Apply(
            Ada,
            """{"op":"add","path":"emails","value":[{"value":"x@other.example","type":"other","primary":true}]}"""
        );

        ((JsonArray)changed["emails"]!)
            .Where(entry => entry!["primary"]?.GetValue<bool>() is true)
            .ShouldHaveSingleItem()!["value"]!
            .GetValue<string>()
            .ShouldBe("x@other.example");
    }

    [Fact]
    public void Replace_OfAList_LeavesOnlyTheNewValues() =>
        Apply(Ada, """{"op":"replace","path":"emails","value":[{"value":"x@y.example"}]}""")["emails"]!
            .ToJsonString()
            .ShouldBe("""[{"value":"x@y.example"}]""");

    [Theory]
    [InlineData("""{"op":"remove","path":"members[value eq \"2\"]"}""", "1 3")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"2"}]}""", "1 3")]
    [InlineData(
        """{"op":"remove","path":"members","value":[{"value":"2","display":"Somebody"},{"value":"9"}]}""",
        "1 3"
    )]
    [InlineData("""{"op":"remove","path":"members","value":["3","1"]}""", "2")]
    [InlineData("""{"op":"remove","path":"members","value":{"value":"1"}}""", "2 3")]
    [InlineData("""{"op":"remove","path":"members"}""", "")]
    [InlineData("""{"op":"remove","path":"members","value":[]}""", "1 2 3")]
    [InlineData("""{"op":"remove","path":"members[value eq \"9\"]"}""", "1 2 3")]
    [InlineData("""{"op":"add","path":"members","value":["2","4"]}""", "1 2 3 4")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"2"},{"value":"2"}]}""", "1 2 3")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"2"}]}""", "2")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "")]
    public void Members_AreAddedAndRemovedInAllForms(string operation, string left)
    {
        var changed = ApplyTo(
            ScimSchemas.Groups,
            """{"displayName":"G","members":[{"value":"1","type":"User"},{"value":"2","display":"B"},{"value":"3"}]}""",
            operation
        );

        string.Join(' ', (changed["members"] as JsonArray ?? []).Select(member => $"{member!["value"]}"))
            .ShouldBe(left);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"shoeSize","value":1}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"name.shoe","value":1}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"title[x eq 1]","value":1}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"title name","value":1}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[type","value":1}""", "invalidFilter")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"other\"]","value":{"value":"x"}}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[value co \"other\"].type","value":"x"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"id","value":"2"}""", "mutability")]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"2"}]}""", "mutability")]
    [InlineData("""{"op":"replace","path":"meta.created","value":"2026-01-01"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"userName"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"userName","value":null}""", "mutability")]
    [InlineData("""{"op":"replace","path":"active","value":"perhaps"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"title","value":{"x":1}}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"name","value":"Ada"}""", "invalidValue")]
    [InlineData("""{"op":"replace","value":"Ada"}""", "invalidValue")]
    [InlineData(
        """{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}""",
        "invalidValue"
    )]
    [InlineData("""{"op":"move","path":"title","value":"x"}""", "invalidSyntax")]
    [InlineData("""{"path":"title","value":"x"}""", "invalidSyntax")]
    [InlineData("""{"op":"1","path":"title","value":"x"}""", "invalidSyntax")]
    public void Operation_WhenWrong_SaysSo(string operation, string type) =>
        Should.Throw<ScimFault>(() => Apply(Ada, operation)).Type.ShouldBe(type);

    [Fact]
    public void Body_WithoutItsSchema_IsRefused() =>
        Should
            .Throw<ScimFault>(() =>
                ScimPatch.Read(ScimSchemas.Users, new JsonObject { ["Operations"] = new JsonArray() })
            )
            .Type.ShouldBe("invalidSyntax");

    [Fact]
    public void WhatIsReadOnly_IsIgnoredWithoutAPath() =>
        // Okta sends the id along.
        Apply(Ada, """{"op":"replace","value":{"id":"9","title":"Boss","shoeSize":1}}""")["id"]!
            .GetValue<string>()
            .ShouldBe("1");

    /// <summary>Operations that are sent twice leave what they left the first time.</summary>
    [Fact]
    public void AnyOperations_AppliedAgain_ChangeNothing()
    {
        var op = Gen.OneOf("add", "Replace", "remove");
        var path = Gen.OneOf(
            "title",
            "emails",
            "emails[type eq \\\"work\\\"].value",
            "emails[type eq \\\"home\\\"].value",
            "name.givenName",
            "name",
            "phoneNumbers[type eq \\\"work\\\"].value"
        );
        var value = Gen.OneOf("a", "b", "c");
        Gen.Select(op, path, value)
            .Array[1, 6]
            .Sample(operations =>
            {
                string[] written =
                [
                    .. operations
                        .Select(one => (one.Item1, one.Item2, Value: Value(one.Item1, one.Item2, one.Item3)))
                        .Select(one => $$"""{"op":"{{one.Item1}}","path":"{{one.Item2}}","value":{{one.Value}} }"""),
                ];
                foreach (var operation in written)
                {
                    var once = Apply(Ada, operation);
                    var twice = Apply(once.ToJsonString(), operation);
                    JsonNode.DeepEquals(once, twice).ShouldBeTrue(operation);
                }

                var changed = Apply(Ada, written);
                (changed["emails"] as JsonArray ?? [])
                    .Count(entry => entry!["primary"]?.GetValue<bool>() is true)
                    .ShouldBeLessThan(2);
                changed["userName"]!.GetValue<string>().ShouldBe("ada");
            });
    }

    private static string Value(string op, string path, string value) =>
        op == "remove" ? "null"
        : path == "name" ? $$"""{"givenName":"{{value}}"}"""
        : path == "emails" ? $$"""[{"value":"{{value}}","type":"work","primary":true}]"""
        : $"\"{value}\"";

    private static JsonObject Apply(string resource, params string[] operations) =>
        ApplyTo(ScimSchemas.Users, resource, operations);

    private static JsonObject ApplyTo(ScimResourceType type, string resource, params string[] operations) =>
        ScimPatching.Apply(
            type,
            (JsonObject)JsonNode.Parse(resource)!,
            ScimPatch.Read(
                type,
                (JsonObject)
                    JsonNode.Parse(
                        $$"""{"schemas":["{{ScimPatch.Schema}}"],"Operations":[{{string.Join(',', operations)}}]}"""
                    )!
            )
        );
}
