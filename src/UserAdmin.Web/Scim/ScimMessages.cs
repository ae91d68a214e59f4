using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>A request, by itself or as an operation of a bulk.</summary>
/// <param name="Method">The method of HTTP in capitals.</param>
/// <param name="Segments">The parts of the address after <c>/scim/v2</c>.</param>
/// <param name="Parameters">The parameters of the query string, by name in lower case.</param>
/// <param name="Body">The body; null if there is none.</param>
/// <param name="IfMatch">The header or the bulk's version; null if there is none.</param>
/// <param name="IfNoneMatch">The header; null if there is none.</param>
internal sealed record ScimRequest(
    string Method,
    IReadOnlyList<string> Segments,
    IReadOnlyDictionary<string, string> Parameters,
    JsonObject? Body = null,
    string? IfMatch = null,
    string? IfNoneMatch = null
)
{
    /// <summary>The parameters of a request that has none.</summary>
    public static IReadOnlyDictionary<string, string> NoParameters { get; } = new Dictionary<string, string>();

    /// <summary>The body, which the request needs.</summary>
    public JsonObject NeededBody => Body ?? throw ScimFault.Syntax("The request needs a JSON object as its body.");

    /// <summary>Returns a parameter, or null.</summary>
    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>Returns what of a resource is answered.</summary>
    public ScimProjection Projection(ScimResourceType type) =>
        new(type, Parameter("attributes"), Parameter("excludedattributes"));

    /// <summary>Refuses the request with 412 if it demands another version.</summary>
    /// <param name="version">The resource's version as in the header ETag.</param>
    public void DemandVersion(string version)
    {
        if (IfMatch is not null && !Names(IfMatch, version))
        {
            throw new ScimFault(
                412,
                null,
                $"The resource was changed meanwhile and has the version {version}. Read it again."
            );
        }
    }

    /// <summary>Returns whether the client has the version already.</summary>
    public bool HasVersion(string version) => IfNoneMatch is not null && Names(IfNoneMatch, version);

    private static bool Names(string tags, string version) =>
        tags.Trim() == "*" || tags.Split(',').Any(tag => Weak(tag.Trim()) == Weak(version));

    private static string Weak(string tag) =>
        (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}

/// <summary>An answer.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">The body; null if there is none.</param>
internal sealed record ScimAnswer(int Status, JsonObject? Body = null)
{
    /// <summary>The address of the resource, for the header Location.</summary>
    public string? Location { get; init; }

    /// <summary>The version, for the header ETag.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Writes the resources of a list as JSON. They are not part of <see cref="Body"/>, because a long list is written
    /// straight into the answer. Null if there are none, or <see cref="Body"/> has them.
    /// </summary>
    public Action<Utf8JsonWriter>? Resources { get; init; }

    /// <summary>Writes the body.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Body ?? [])
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        if (Resources is not null)
        {
            writer.WritePropertyName(nameof(Resources));
            Resources(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Returns the answer with one resource.</summary>
    /// <param name="status">The status.</param>
    /// <param name="resource">The whole resource.</param>
    /// <param name="projection">What of it is answered.</param>
    public static ScimAnswer Of(int status, JsonObject resource, ScimProjection projection)
    {
        var meta = resource["meta"]!;
        var (location, version) = ((string?)meta["location"], (string?)meta["version"]);
        return new(status, projection.Of(resource)) { Location = location, Version = version };
    }
}
