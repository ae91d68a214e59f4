using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim.Protocol;

/// <summary>What of a resource is answered (RFC 7644, section 3.9).</summary>
public sealed class ScimProjectionTests
{
    private const string Own = ScimSchemas.EnterpriseUrn;

    [Theory]
    [InlineData("userName", null, """{"schemas":[],"id":"1","userName":"ada"}""")]
    [InlineData(
        "USERNAME,name.givenName",
        null,
        """{"schemas":[],"id":"1","userName":"ada","name":{"givenName":"A"}}"""
    )]
    [InlineData("emails.value", null, """{"schemas":[],"id":"1","emails":[{"value":"x"},{"value":"y"}]}""")]
    [InlineData("shoeSize", null, """{"schemas":[],"id":"1"}""")]
    [InlineData(Own, null, $$"""{"schemas":[],"id":"1","{{Own}}":{"department":"D","division":"V"} }""")]
    [InlineData(Own + ":department", null, $$"""{"schemas":[],"id":"1","{{Own}}":{"department":"D"} }""")]
    [InlineData(
        null,
        "id,emails,name.givenName," + Own,
        """{"schemas":[],"id":"1","userName":"ada","name":{"familyName":"L"}}"""
    )]
    [InlineData(
        null,
        Own + ":division,emails.type,name",
        $$"""
            {"schemas":[],"id":"1","userName":"ada","emails":[{"value":"x"},{"value":"y"}],"{{Own}}":{"department":"D"} }
            """
    )]
    public void Projection_LeavesOutWhatIsNotWanted(string? only, string? without, string answer)
    {
        var resource = (JsonObject)
            JsonNode.Parse(
                $$"""
                {
                  "schemas": [], "id": "1", "userName": "ada", "name": { "givenName": "A", "familyName": "L" },
                  "emails": [{ "value": "x", "type": "work" }, { "value": "y" }],
                  "{{Own}}": { "department": "D", "division": "V" }
                }
                """
            )!;

        var projected = new ScimProjection(ScimSchemas.Users, only, without).Of(resource);

        JsonNode.DeepEquals(projected, JsonNode.Parse(answer)).ShouldBeTrue(projected.ToJsonString());
    }

    [Fact]
    public void Both_AreRefused() =>
        Should
            .Throw<ScimFault>(() => new ScimProjection(ScimSchemas.Users, "id", "name"))
            .Type.ShouldBe("invalidValue");
}
