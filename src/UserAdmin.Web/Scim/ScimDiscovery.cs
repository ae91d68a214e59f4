using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>What the server can do (RFC 7644, section 4; RFC 7643, sections 5 to 7).</summary>
internal static class ScimDiscovery
{
    private const string ConfigUrn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
    private const string TypeUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
    private const string SchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    private static readonly ScimResourceType[] _types = [ScimSchemas.Users, ScimSchemas.Groups];

    /// <summary>Answers <c>/ServiceProviderConfig</c>.</summary>
    public static ScimAnswer Config(ScimCaller caller) =>
        new(
            200,
            new JsonObject
            {
                ["schemas"] = new JsonArray(ConfigUrn),
                ["patch"] = Supported(true),
                ["bulk"] = new JsonObject
                {
                    ["supported"] = true,
                    ["maxOperations"] = ScimBulk.MostOperations,
                    ["maxPayloadSize"] = ScimEndpoint.LargestBody,
                },
                ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimPage.Most },
                ["changePassword"] = Supported(true),
                ["sort"] = Supported(true),
                ["etag"] = Supported(true),
                ["pagination"] = new JsonObject
                {
                    ["cursor"] = true,
                    ["index"] = true,
                    ["defaultPaginationMethod"] = "index",
                    ["defaultPageSize"] = ScimPage.Usual,
                    ["maxPageSize"] = ScimPage.Most,
                },
                ["authenticationSchemes"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "oauthbearertoken",
                        ["name"] = "Key of an application",
                        ["description"] = "Send “Authorization: Bearer KEY”. Administrators make keys.",
                        ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750",
                        ["primary"] = true,
                    }
                ),
                ["meta"] = Meta("ServiceProviderConfig", caller.AddressOf("ServiceProviderConfig")),
            }
        );

    /// <summary>Answers <c>/ResourceTypes</c>, of all or of one.</summary>
    public static ScimAnswer Types(ScimCaller caller, string? name) =>
        name is null ? All(_types.Select(type => Of(caller, type)))
        : _types.FirstOrDefault(type => type.Name == name) is { } one ? new(200, Of(caller, one))
        : throw ScimFault.NotFound($"There is no resource type “{name}”; those are User and Group.");

    /// <summary>Answers <c>/Schemas</c>, of all or of one.</summary>
    public static ScimAnswer Schemas(ScimCaller caller, string? id)
    {
        var schemas = _types.SelectMany(type => type.Extensions.Prepend(type.Schema));
        return id is null ? All(schemas.Select(schema => Of(caller, schema)))
            : schemas.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } schema
                ? new(200, Of(caller, schema))
            : throw ScimFault.NotFound($"There is no schema “{id}”.");
    }

    private static ScimAnswer All(IEnumerable<JsonObject> resources)
    {
        JsonNode[] all = [.. resources];
        return new(
            200,
            new JsonObject
            {
                ["schemas"] = new JsonArray(ScimPage.Schema),
                ["totalResults"] = all.Length,
                ["startIndex"] = 1,
                ["itemsPerPage"] = all.Length,
                ["Resources"] = new JsonArray(all),
            }
        );
    }

    private static JsonObject Of(ScimCaller caller, ScimResourceType type) =>
        new()
        {
            ["schemas"] = new JsonArray(TypeUrn),
            ["id"] = type.Name,
            ["name"] = type.Name,
            ["endpoint"] = $"/{type.Endpoint}",
            ["description"] = type.Schema.Description,
            ["schema"] = type.Schema.Id,
            ["schemaExtensions"] = new JsonArray([
                .. type.Extensions.Select(one => new JsonObject { ["schema"] = one.Id, ["required"] = false }),
            ]),
            ["meta"] = Meta("ResourceType", caller.AddressOf("ResourceTypes", type.Name)),
        };

    private static JsonObject Of(ScimCaller caller, ScimSchema schema) =>
        new()
        {
            ["schemas"] = new JsonArray(SchemaUrn),
            ["id"] = schema.Id,
            ["name"] = schema.Name,
            ["description"] = schema.Description,
            ["attributes"] = Attributes(schema.Attributes),
            ["meta"] = Meta("Schema", caller.AddressOf("Schemas", schema.Id)),
        };

    private static JsonArray Attributes(IReadOnlyList<ScimAttribute> attributes) =>
        new([.. attributes.Where(attribute => attribute.IsKept).Select(Of)]);

    private static JsonObject Of(ScimAttribute attribute)
    {
        var described = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Camel($"{attribute.Type}"),
            ["multiValued"] = attribute.IsMultiValued,
            ["description"] = attribute.Description,
            ["required"] = attribute.IsRequired,
        };
        if (attribute.Type is ScimType.String or ScimType.Reference)
        {
            described["caseExact"] = attribute.IsCaseExact;
        }

        described["mutability"] = Camel($"{attribute.Mutability}");
        described["returned"] = Camel($"{attribute.Returned}");
        described["uniqueness"] = attribute.IsUnique ? "server" : "none";
        if (attribute.Canonical.Count > 0)
        {
            described["canonicalValues"] = new JsonArray([.. attribute.Canonical.Select(one => JsonValue.Create(one))]);
        }

        if (attribute.References.Count > 0)
        {
            described["referenceTypes"] = new JsonArray([.. attribute.References.Select(one => JsonValue.Create(one))]);
        }

        if (attribute.IsComplex)
        {
            described["subAttributes"] = Attributes(attribute.Sub);
        }

        return described;
    }

    private static JsonObject Supported(bool isSupported) => new() { ["supported"] = isSupported };

    private static JsonObject Meta(string type, string location) =>
        new() { ["resourceType"] = type, ["location"] = location };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
