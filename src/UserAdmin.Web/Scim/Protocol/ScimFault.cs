using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>A request that cannot be done, with what RFC 7644, section 3.12, says about the answer.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="type">The <c>scimType</c>, or null.</param>
/// <param name="detail">A sentence that says what is wrong and what to do.</param>
internal sealed class ScimFault(int status, string? type, string detail) : Exception(detail)
{
    /// <summary>The schema of the message.</summary>
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>The status of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>The <c>scimType</c>, or null.</summary>
    public string? Type { get; } = type;

    /// <summary>The filter cannot be read or compares what cannot be compared.</summary>
    public static ScimFault Filter(string detail) => new(400, "invalidFilter", detail);

    /// <summary>The path of an operation or the name of an attribute is none.</summary>
    public static ScimFault Path(string detail) => new(400, "invalidPath", detail);

    /// <summary>There is nothing at the path to operate on.</summary>
    public static ScimFault NoTarget(string detail) => new(400, "noTarget", detail);

    /// <summary>The attribute cannot be changed.</summary>
    public static ScimFault Mutability(string detail) => new(400, "mutability", detail);

    /// <summary>The value is not one of the attribute.</summary>
    public static ScimFault Value(string detail) => new(400, "invalidValue", detail);

    /// <summary>The body is not what the request needs.</summary>
    public static ScimFault Syntax(string detail) => new(400, "invalidSyntax", detail);

    /// <summary>Too many would have to be looked at.</summary>
    public static ScimFault TooMany(string detail) => new(400, "tooMany", detail);

    /// <summary>There is no such resource.</summary>
    public static ScimFault NotFound(string detail) => new(404, null, detail);

    /// <summary>Returns the body of the answer.</summary>
    public JsonObject Body()
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(Schema), ["status"] = $"{Status}" };
        if (Type is not null)
        {
            body["scimType"] = Type;
        }

        body["detail"] = Message;
        return body;
    }
}
