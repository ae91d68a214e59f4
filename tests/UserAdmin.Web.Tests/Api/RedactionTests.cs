using System.Text;
using UserAdmin.Web.Api;

namespace UserAdmin.Web.Tests.Api;

public sealed class RedactionTests
{
    private const string Id = "0199c0de-0000-7000-8000-000000000001";

    [Theory]
    [InlineData("/scim/v2/Users", "/scim/v2/Users", "", "/scim/v2/Users")]
    [InlineData($"/scim/v2/Users/{Id}", "/scim/v2/Users/{id}", "", $"/scim/v2/Users/{Id}")]
    [InlineData("/scim/v2/Users/ada", "/scim/v2/Users/{id}", "", "/scim/v2/Users/•••")]
    [InlineData("/scim/v2/People/ada", null, "", "/scim/v2/•••/•••")]
    [InlineData("/scim/v2/Users/.search", "/scim/v2/{**path}", "", "/scim/v2/Users/.search")]
    [InlineData($"/api/v1/users/{Id}/profile", null, "", $"/api/v1/users/{Id}/profile")]
    [InlineData("/api/v1/users/ada", null, "", "/api/v1/users/•••")]
    [InlineData($"/scim/v2/Groups/{Id}", "/scim/v2/{**path}", "", $"/scim/v2/Groups/{Id}")]
    [InlineData(
        "/scim/v2/Users",
        "/scim/v2/Users",
        "?filter=userName%20eq%20%22ada%40example.com%22&startIndex=1&count=100&attributes=id",
        "/scim/v2/Users?filter=userName eq \"•••\"&startIndex=1&count=100&attributes=id"
    )]
    [InlineData(
        "/scim/v2/Users",
        "/scim/v2/Users",
        $"?filter=externalId eq ada.lovelace and manager eq \"{Id}\" and active eq true",
        $"/scim/v2/Users?filter=externalId eq ••• and manager eq \"{Id}\" and active eq true"
    )]
    [InlineData("/scim/v2/Users", "/scim/v2/Users", "?filter=ada@example.com", "/scim/v2/Users?filter=•••")]
    [InlineData("/api/v1/users", "/api/v1/users", "?q=lovelace&limit=50", "/api/v1/users?q=•••&limit=50")]
    public void Address_OfARequest_KeepsWhatIsNotOfPersons(string path, string? pattern, string query, string kept) =>
        Redaction.Address(path, pattern, query).ShouldBe(kept);

    [Fact]
    public void Body_OfAPatch_KeepsItsStructure() =>
        Body(
                $$$"""
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
                {"op":"Replace","path":"emails[type eq \"work\"].value","value":"ada@example.com"},
                {"op":"remove","path":"members","value":[{"$ref":null,"value":"{{{Id}}}"}]},
                {"op":"replace","value":{"active":"False","name.givenName":"Ada","loginCount":3}}]}
                """
            )
            .ShouldBe(
                $$$"""
                {
                  "schemas": [
                    "urn:ietf:params:scim:api:messages:2.0:PatchOp"
                  ],
                  "Operations": [
                    {
                      "op": "Replace",
                      "path": "emails[type eq \"work\"].value",
                      "value": "•••"
                    },
                    {
                      "op": "remove",
                      "path": "members",
                      "value": [
                        {
                          "$ref": null,
                          "value": "{{{Id}}}"
                        }
                      ]
                    },
                    {
                      "op": "replace",
                      "value": {
                        "active": "False",
                        "name.givenName": "•••",
                        "loginCount": "•••"
                      }
                    }
                  ]
                }
                """,
                StringCompareShould.IgnoreLineEndings
            );

    [Fact]
    public void Body_OfAnError_KeepsItsSentenceWithoutTheNames() =>
        Body(
                """{"status":"409","scimType":"uniqueness","detail":"“ada” Lovelace” belongs to another account."}""",
                isError: true
            )!
            .ShouldContain("“•••” belongs to another account.");

    [Theory]
    [InlineData("""{"password":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}""")]
    [InlineData("""{"password":12345678}""")]
    [InlineData("""{"temporaryPassword":"true"}""")]
    [InlineData("""{"op":"replace","path":"password","value":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}""")]
    [InlineData("""{"phoneNumbers":[{"value":"5551234"}]}""")]
    [InlineData("""{"attributes":[{"name":"born","value":"1980-01-01"}]}""")]
    public void Body_WithASecretOrANumberOfAPerson_LosesIt(string body)
    {
        var kept = Body(body).ShouldNotBeNull();

        kept.ShouldContain("•••");
        foreach (var part in new[] { "3f2504e0", "12345678", "\"true\"", "5551234", "1980" })
        {
            kept.ShouldNotContain(part);
        }
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Body_WithABrokenText_IsStillKept(string body) => Body(body).ShouldNotBeNull();

    [Theory]
    [InlineData("""{"password":"correct horse battery staple"}""")]
    [InlineData("""["correct horse battery staple"]""")]
    [InlineData("\"correct horse battery staple\"")]
    [InlineData("""{"path":"correct horse@battery staple"}""")]
    [InlineData("""{"path":"a eq \"correct horse battery staple\""}""")]
    [InlineData("""{"correct horse battery staple":1}""")]
    [InlineData("""{"title":"correct horse battery staple"}""")]
    [InlineData("""{"detail":"correct horse battery staple"}""")]
    [InlineData("""{"path":"correct horse"}""")]
    [InlineData("""{"type":"correct horse battery staple"}""")]
    [InlineData("password=correct horse battery staple")]
    [InlineData("""{"horse":1,"horse":2}""")]
    public void Body_WithATextOfAPerson_LosesIt(string body) => Body(body).ShouldNotBeNull().ShouldNotContain("horse");

    [Fact]
    public void Body_TooLong_IsNotKept() => Redaction.Body(null, 70_000).ShouldBe("(70000 bytes, too long to be kept)");

    [Fact]
    public void Body_OfManyValues_IsCut() =>
        Body($"[{string.Join(',', Enumerable.Repeat("1", 5000))}]")!.Length.ShouldBe(Redaction.MostKept + 1);

    [Fact]
    public void Body_Missing_IsNull() => Body("").ShouldBeNull();

    private static string? Body(string text, bool isError = false) =>
        Redaction.Body(Encoding.UTF8.GetBytes(text), text.Length, isError);
}
