using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>What RFC 7644 demands of filters, orders and operations, whatever is stored.</summary>
public sealed class ScimSearchConformanceTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string _ada = $$"""
        {
          "userName": "Ada", "externalId": "A-1", "active": true, "name": { "familyName": "Love \"L\" lace" },
          "title": "T", "emails": [{ "value": "a@x.example", "type": "work", "primary": false },
          { "value": "b@x.example", "type": "home", "primary": true }],
          "meta": { "created": "2020-01-01T12:00:00Z" }, "{{Enterprise}}": { "department": "D" }
        }
        """;

    [Theory]
    [Proves(
        "7644-3.4.2.2b",
        "7644-3.4.2.2c",
        "7644-3.4.2.2d",
        "7644-3.4.2.2f",
        "7644-3.4.2.2g",
        "7644-3.4.2.2h",
        "7644-3.4.2.2i",
        "7644-3.4.2.2j",
        "7644-3.10",
        "7644-3.10b"
    )]
    [InlineData("USERNAME EQ \"ada\"", true)]
    [InlineData("externalId eq \"a-1\"", false)]
    [InlineData("name.familyName eq \"Love \\\"L\\\" lace\"", true)]
    [InlineData("userName eq \"\\u0041da\"", true)]
    [InlineData("active eq true", true)]
    [InlineData("title eq null", false)]
    [InlineData("title eq \"x\" and title eq \"x\" or active eq true", true)]
    [InlineData("title eq \"x\" and (title eq \"x\" or active eq true)", false)]
    [InlineData("not (title eq \"x\") and active eq true", true)]
    [InlineData("not (title eq \"x\" or active eq true)", false)]
    [InlineData("meta.created eq \"2020-01-01T13:00:00+01:00\"", true)]
    [InlineData("meta.created lt \"2020-01-01T12:30:00Z\"", true)]
    [InlineData("userName gt \"abc\"", true)]
    [InlineData("title pr", true)]
    [InlineData("nickName pr", false)]
    [InlineData("name pr", true)]
    [InlineData("emails[type eq \"work\" and value eq \"b@x.example\"]", false)]
    [InlineData("emails.type eq \"work\" and emails.value eq \"b@x.example\"", true)]
    [InlineData("emails co \"b@\"", true)]
    [InlineData(Core + ":userName sw \"A\"", true)]
    [InlineData(Enterprise + ":department eq \"d\"", true)]
    [InlineData("URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:NAME.FAMILYNAME sw \"love\"", true)]
    [InlineData("department eq \"d\"", null)]
    [InlineData("title is \"T\"", null)]
    [InlineData("active gt true", null)]
    [InlineData("title eq \"T", null)]
    public void Filters_AreReadAndCompared_Section_3_4_2_2(string filter, bool? matches)
    {
        bool? found;
        try
        {
            found = ScimFilter.Parse(ScimSchemas.Users, filter).Matches((JsonObject)JsonNode.Parse(_ada)!);
        }
        catch (ScimFault fault) when (fault.Type == "invalidFilter")
        {
            found = null;
        }

        found.ShouldBe(matches);
    }

    [Theory]
    [Proves("7643-2.4e", "7643-2.4f", "7644-7.8")]
    [InlineData("roles[primary eq false]", true)]
    [InlineData("roles.primary eq false", true)]
    [InlineData("roles[primary eq true]", false)]
    [InlineData("roles[primary ne false]", false)]
    [InlineData("roles[primary pr]", false)]
    [InlineData("emails[primary eq false]", false)]
    [InlineData("phoneNumbers.primary eq false", false)]
    [InlineData("groups.$ref eq \"https://x.example/scim/v2/Groups/1\"", true)]
    [InlineData("groups.$ref eq \"https://x.example/scim/Groups/1\"", true)]
    [InlineData("groups[$ref eq \"https://x.example/scim/v1/Groups/1\"]", true)]
    [InlineData("groups.$ref eq \"https://x.example/scim/v2/Groups/2\"", false)]
    [InlineData("groups.$ref eq \"https://x.example/scim/v2/Users/1\"", false)]
    [InlineData("title eq \"Ren\u00e9\"", true)]
    [InlineData("title eq \"Rene\u0301\"", true)]
    [InlineData("title ew \"e\\u0301\"", true)]
    [InlineData("schemas[value eq \"urn:ietf:params:scim:schemas:core:2.0:User\"]", true)]
    [InlineData("schemas[value sw \"urn:x\"]", false)]
    public void Filters_KnowWhatIsNotSaid_AndWhatIsTheSame(string filter, bool matches)
    {
        var resource = (JsonObject)
            JsonNode.Parse(
                $$"""
                {
                  "schemas": ["{{Core}}"], "title": "Ren\u00e9", "roles": [{ "value": "R" }],
                  "emails": [{ "value": "a@x.example", "primary": true }],
                  "groups": [{ "value": "1", "$ref": "https://x.example/scim/v2/Groups/1" }]
                }
                """
            )!;

        ScimFilter.Parse(ScimSchemas.Users, filter).Matches(resource).ShouldBe(matches);
    }

    [Fact]
    public void Filters_WithHalfACharacter_AreInvalid()
    {
        foreach (var half in (string[])["\\ud800", "\ud800"])
        {
            Should
                .Throw<ScimFault>(() => ScimFilter.Parse(ScimSchemas.Users, $"title co \"{half}\""))
                .Type.ShouldBe("invalidFilter");
        }
    }

    [Theory]
    [Proves("7644-3.4.2.2e", "7643-4.1c", "7644-3.4.2.2l", "7644-3.4.2.2n", "7644-3.4.2.2p")]
    [InlineData("active gt true")]
    [InlineData("active le false")]
    [InlineData("password eq \"x\"")]
    [InlineData("password pr")]
    [InlineData("")]
    [InlineData("name eq \"x\"")]
    [InlineData("emails[title eq \"x\"]")]
    public void Filters_ThatMakeNoSense_AreInvalid(string filter) =>
        Should.Throw<ScimFault>(() => ScimFilter.Parse(ScimSchemas.Users, filter)).Type.ShouldBe("invalidFilter");

    [Fact]
    [Proves("7644-3.4.2.3b")]
    public void Order_IsByThePrimaryValue_AndThoseWithoutOneAreLast()
    {
        JsonObject[] all =
        [
            (JsonObject)JsonNode.Parse("""{"userName":"none"}""")!,
            (JsonObject)JsonNode.Parse("""{"userName":"c","emails":[{"value":"Z"},{"value":"c","primary":true}]}""")!,
            (JsonObject)JsonNode.Parse("""{"userName":"a","emails":[{"value":"A"},{"value":"z"}]}""")!,
            (JsonObject)JsonNode.Parse("""{"userName":"b","emails":[{"value":"B"}]}""")!,
        ];
        var order = new ScimOrder(ScimPath.Resolve(ScimSchemas.Users, "emails")!);

        var sorted = all.OrderBy(order.ValueOf, order).Select(one => (string)one["userName"]!);

        sorted.ShouldBe(["a", "b", "c", "none"]);
    }

    [Theory]
    [Proves(
        "7644-3.5.2f",
        "7644-3.5.2.1a",
        "7644-3.5.2.1b",
        "7644-3.5.2.2b",
        "7644-3.5.2.2d",
        "7644-3.5.2.3a",
        "7644-3.5.2.3b",
        "7644-3.5.2.3e"
    )]
    [InlineData("""{"op":"add","path":"nickName","value":"N"}""", "nickName", "\"N\"")]
    [InlineData(
        """{"op":"add","value":{"name":{"givenName":"A"}}}""",
        "name.familyName",
        "\"Love \\u0022L\\u0022 lace\""
    )]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"c@x.example"}]}""", "emails", "3")]
    [InlineData(
        """{"op":"add","path":"emails","value":[{"value":"c@x.example","primary":true}]}""",
        "emails.1.primary",
        "false"
    )]
    [InlineData("""{"op":"remove","path":"title"}""", "title", "null")]
    [InlineData("""{"op":"remove","path":"emails"}""", "emails", "null")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"work\"]"}""", "emails", "1")]
    [InlineData("""{"op":"remove","path":"emails[value co \"@\"]"}""", "emails", "null")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"work\"].type"}""", "emails.0.type", "null")]
    [InlineData(
        """{"op":"replace","path":"name","value":{"givenName":"A"}}""",
        "name.familyName",
        "\"Love \\u0022L\\u0022 lace\""
    )]
    [InlineData("""{"op":"replace","path":"title","value":"U"}""", "title", "\"U\"")]
    [InlineData("""{"op":"replace","path":"emails","value":[{"value":"c@x.example"}]}""", "emails", "1")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"c"}""", "emails.0.value", "\"c\"")]
    [InlineData("""{"op":"replace","path":"nickName","value":"N"}""", "nickName", "\"N\"")]
    public void Operations_DoWhatTheyAreFor_Section_3_5_2(string operation, string where, string expected)
    {
        var body = (JsonObject)
            JsonNode.Parse(
                $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}"""
            )!;

        JsonNode? at = ScimPatching.Apply(
            ScimSchemas.Users,
            (JsonObject)JsonNode.Parse(_ada)!,
            ScimPatch.Read(ScimSchemas.Users, body)
        );

        foreach (var part in where.Split('.'))
        {
            at = int.TryParse(part, out var place) ? at![place] : at![part];
        }

        (at is JsonArray list ? $"{list.Count}" : at?.ToJsonString() ?? "null").ShouldBe(expected);
    }
}
