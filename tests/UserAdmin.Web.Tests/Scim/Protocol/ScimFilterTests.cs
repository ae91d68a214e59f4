using System.Text.Json.Nodes;
using CsCheck;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim.Protocol;

/// <summary>Filters of RFC 7644, section 3.4.2.2.</summary>
public sealed class ScimFilterTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly JsonObject _ada = Resource(
        """
        {
          "id": "1", "externalId": "Ext-1", "userName": "Ada@Example.com", "displayName": "Ada \"Countess\" Lovelace",
          "active": true, "name": { "givenName": "Ada", "familyName": "Lovelace" },
          "emails": [
            { "value": "ada@example.com", "type": "work", "primary": true },
            { "value": "countess@home.example", "type": "home" }
          ],
          "meta": { "lastModified": "2026-05-13T04:42:34Z" },
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Sales" }
        }
        """
    );

    [Theory]
    // Each operator (table 3).
    [InlineData("userName eq \"ada@example.com\"", true)]
    [InlineData("userName ne \"ada@example.com\"", false)]
    [InlineData("userName co \"EXAMPLE\"", true)]
    [InlineData("userName sw \"ada\"", true)]
    [InlineData("userName sw \"example\"", false)]
    [InlineData("userName ew \".COM\"", true)]
    [InlineData("title pr", false)]
    [InlineData("name pr", true)]
    [InlineData("emails pr", true)]
    [InlineData("userName gt \"ABA\"", true)]
    [InlineData("userName ge \"ada@example.com\"", true)]
    [InlineData("userName lt \"bob\"", true)]
    [InlineData("userName le \"ada\"", false)]
    // Names and operators ignore case; values as the schema says.
    [InlineData("USERNAME EQ \"ADA@EXAMPLE.COM\"", true)]
    [InlineData("externalId eq \"ext-1\"", false)]
    [InlineData("externalId eq \"Ext-1\"", true)]
    // A missing attribute is not equal to anything.
    [InlineData("title ne \"Boss\"", true)]
    [InlineData("title eq \"Boss\"", false)]
    [InlineData("title eq null", true)]
    [InlineData("title ne null", false)]
    [InlineData("userName ne null", true)]
    // Sub-attributes, multi-valued attributes and the value they stand for.
    [InlineData("name.familyName eq \"lovelace\"", true)]
    [InlineData("emails.value eq \"countess@home.example\"", true)]
    [InlineData("emails co \"home.example\"", true)]
    [InlineData("emails eq \"nobody@example.com\"", false)]
    [InlineData("emails.type ne \"other\"", true)]
    [InlineData("emails.type ne \"work\"", false)]
    // All of a value filter holds for one and the same value.
    [InlineData("emails[type eq \"work\" and value co \"ada\"]", true)]
    [InlineData("emails[type eq \"home\" and value co \"ada\"]", false)]
    [InlineData("emails[type eq \"home\"].value co \"countess\"", true)]
    [InlineData("emails[not (type eq \"work\")]", true)]
    [InlineData("emails[primary eq true]", true)]
    [InlineData("emails[primary eq \"True\" and type eq \"home\"]", false)]
    // Full names.
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ADA\"", true)]
    [InlineData(Enterprise + ":department eq \"sales\"", true)]
    [InlineData(Enterprise + ":employeeNumber pr", false)]
    [InlineData(Enterprise + ":manager eq \"7\"", false)]
    // Booleans, and those of Entra.
    [InlineData("active eq true", true)]
    [InlineData("active eq \"False\"", false)]
    [InlineData("active ne False", true)]
    // Moments, not texts.
    [InlineData("meta.lastModified ge \"2026-05-13T06:42:34+02:00\"", true)]
    [InlineData("meta.lastModified gt \"2026-05-13T04:42:34.000Z\"", false)]
    [InlineData("meta.lastModified lt \"2026-05-13T04:42:34.001Z\"", true)]
    // Values as JSON writes them, and one without quotation marks, as an example of Entra has it.
    [InlineData("displayName co \"\\\"Countess\\\"\"", true)]
    [InlineData("userName sw \"\\u0041da\"", true)]
    [InlineData("externalId eq Ext-1", true)]
    // “not” before “and” before “or”; brackets.
    [InlineData("title pr or active eq true and userName sw \"ada\"", true)]
    [InlineData("active eq true or title pr and userName sw \"zoe\"", true)]
    [InlineData("(active eq true or title pr) and userName sw \"zoe\"", false)]
    [InlineData("not (title pr) and active eq true", true)]
    [InlineData("not(active eq true) or title pr", false)]
    [InlineData("( ( active eq true ) )", true)]
    public void Filter_Matches_AsTheStandardSays(string filter, bool matches) =>
        Parse(filter).Matches(_ada).ShouldBe(matches);

    [Theory]
    [InlineData("", "name of an attribute")]
    [InlineData("userName", "operator is missing")]
    [InlineData("userName is \"x\"", "no operator")]
    [InlineData("userName eq", "value to compare")]
    [InlineData("userName eq \"x", "quotation mark")]
    [InlineData("userName eq \"x\\q\"", "JSON string")]
    [InlineData("userName eq \"x\" and", "name of an attribute")]
    [InlineData("userName eq \"x\" userName eq \"y\"", "expected")]
    [InlineData("(userName eq \"x\"", "“)” is missing")]
    [InlineData("emails[type eq \"x\"", "“]” is missing")]
    [InlineData("not userName eq \"x\"", "brackets")]
    [InlineData("shoeSize eq 43", "shoeSize")]
    [InlineData("name.shoe eq 43", "name.shoe")]
    [InlineData("userName[type eq \"x\"]", "no sub-attributes")]
    [InlineData("name eq \"x\"", "only “pr”")]
    [InlineData("active gt true", "does not apply")]
    [InlineData("active eq 5", "boolean")]
    [InlineData("meta.created co \"2026\"", "no text")]
    [InlineData("meta.created gt \"soon\"", "dateTime")]
    [InlineData("userName gt null", "null")]
    [InlineData("password eq \"x\"", "password")]
    public void Filter_WhenItIsNone_SaysWhatIsWrong(string filter, string what)
    {
        var fault = Should.Throw<ScimFault>(() => Parse(filter));

        fault.Type.ShouldBe("invalidFilter");
        fault.Message.ShouldContain(what);
    }

    [Fact]
    public void Filter_WhenTooDeepOrLong_IsRefused()
    {
        Should.Throw<ScimFault>(() => Parse(new string('(', 500) + "active eq true" + new string(')', 500)));
        Should.Throw<ScimFault>(() => Parse(string.Join(" or ", Enumerable.Repeat("active eq true", 101))));
        Should.Throw<ScimFault>(() => Parse($"userName eq \"{new string('x', 5_000)}\""));
        Parse(string.Join(" or ", Enumerable.Repeat("active eq true", 100))).Matches(_ada).ShouldBeTrue();
    }

    [Fact]
    public void AnyText_IsAFilterOrRefused() =>
        Gen.String[Gen.Char["abct eqnor()[].\"\\:$-0 urnemailsactive"], 0, 60]
            .Sample(text =>
            {
                try
                {
                    Parse(text).Matches(_ada);
                }
                catch (ScimFault fault)
                {
                    fault.Type.ShouldBeOneOf("invalidFilter", "invalidPath");
                }
            });

    /// <summary>Filters written from a tree are read as that tree, whatever brackets are left out.</summary>
    [Fact]
    public void Filter_OfATree_HasItsTruth()
    {
        var trees = Gen.Recursive<(string Text, bool Truth, int Rank)>(
            (depth, inner) =>
                depth > 4
                    ? Gen.Bool.Select(truth => (truth ? "active eq true" : "title pr", truth, 3))
                    : Gen.Frequency(
                        (2, Gen.Bool.Select(truth => (truth ? "userName pr" : "active eq false", truth, 3))),
                        (1, inner.Select(one => ($"not ({one.Text})", !one.Truth, 3))),
                        (
                            2,
                            Gen.Select(inner, inner)
                                .Select(
                                    (left, right) =>
                                        (
                                            $"{Bracketed(left, 2)} and {Bracketed(right, 2)}",
                                            left.Truth && right.Truth,
                                            2
                                        )
                                )
                        ),
                        (
                            2,
                            Gen.Select(inner, inner)
                                .Select((left, right) => ($"{left.Text} or {right.Text}", left.Truth || right.Truth, 1))
                        )
                    )
        );

        trees.Sample(tree => tree.Text.Length > ScimFilter.Longest || Parse(tree.Text).Matches(_ada) == tree.Truth);
    }

    private static string Bracketed((string Text, bool Truth, int Rank) tree, int rank) =>
        tree.Rank < rank ? $"({tree.Text})" : tree.Text;

    private static ScimFilter Parse(string filter) => ScimFilter.Parse(ScimSchemas.Users, filter);

    private static JsonObject Resource(string json) => (JsonObject)JsonNode.Parse(json)!;
}
