using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Tests.Scim.Strangers;

/// <summary>
/// A filter, and what others make of it: for each resource 1 if it matches, 0 if it does not, and x if the library
/// fails on that resource; or <c>refused</c>.
/// </summary>
/// <param name="Text">The filter.</param>
/// <param name="Notes">What it touches, separated by commas.</param>
/// <param name="ParseFilter">The answer of scim2-parse-filter.</param>
/// <param name="Scimmy">The answer of scimmy.</param>
public sealed record StrangerFilter(string Text, string Notes, string ParseFilter, string Scimmy);

/// <summary>
/// Operations of a PATCH, and what others make of them: an object of the attributes that change, with null for those of
/// which nothing is left; or a text that begins with <c>refused</c>.
/// </summary>
/// <param name="Resource">The number of the resource.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Notes">What they touch, separated by commas.</param>
/// <param name="ScimPatch">The answer of scim-patch.</param>
/// <param name="Scimmy">The answer of scimmy.</param>
public sealed record StrangerPatch(
    int Resource,
    JsonArray Operations,
    string Notes,
    JsonNode ScimPatch,
    JsonNode Scimmy
);

/// <summary>
/// The cases of <c>cases.json</c>, which the script <c>make</c> beside it writes: generated filters and PATCHes with the
/// answers of npm's scim-patch, scim2-parse-filter and scimmy.
/// </summary>
public static class StrangerCases
{
    private static readonly Lazy<JsonObject> _file = new(Read);

    /// <summary>The users that are filtered and changed.</summary>
    public static IReadOnlyList<JsonObject> Resources => [.. List("resources").OfType<JsonObject>()];

    /// <summary>The filters.</summary>
    public static IReadOnlyList<StrangerFilter> Filters =>
        [
            .. List("filters")
                .Select(one => new StrangerFilter((string)one![0]!, (string)one[1]!, (string)one[2]!, (string)one[3]!)),
        ];

    /// <summary>The PATCHes.</summary>
    public static IReadOnlyList<StrangerPatch> Patches
    {
        get
        {
            var values = List("values");
            return
            [
                .. List("patches")
                    .Select(one => new StrangerPatch(
                        (int)one![0]!,
                        (JsonArray)values[(int)one[1]!]!,
                        (string)one[2]!,
                        values[(int)one[3]!]!,
                        values[(int)one[4]!]!
                    )),
            ];
        }
    }

    /// <summary>
    /// Returns a resource as text so that equal ones have equal texts: without what is empty (RFC 7643, section 2.5)
    /// and without “primary” where it is false (2.4), members in the order of their names and values in that of their
    /// texts.
    /// </summary>
    public static string Text(JsonNode resource) => Tidied(resource)?.ToJsonString() ?? "";

    /// <summary>Returns a resource with what a library changed.</summary>
    public static JsonObject With(JsonObject resource, JsonObject changes)
    {
        var changed = (JsonObject)resource.DeepClone();
        foreach (var (name, value) in changes)
        {
            changed[name] = value?.DeepClone();
        }

        return changed;
    }

    private static JsonNode? Tidied(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                var entries = list.Select(Tidied)
                    .OfType<JsonNode>()
                    .OrderBy(entry => entry.ToJsonString(), StringComparer.Ordinal);
                return list.Count == 0 ? null : new JsonArray([.. entries]);

            case JsonObject one:
                var tidied = new JsonObject();
                foreach (var (name, value) in one.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    if (
                        name != "schemas"
                        && !(name == "primary" && value?.GetValueKind() == JsonValueKind.False)
                        && Tidied(value) is { } inner
                    )
                    {
                        tidied[name] = inner;
                    }
                }

                return tidied.Count == 0 ? null : tidied;

            default:
                return node?.DeepClone();
        }
    }

    private static JsonArray List(string name) => (JsonArray)_file.Value[name]!;

    private static JsonObject Read()
    {
        using var file = typeof(StrangerCases).Assembly.GetManifestResourceStream("StrangerCases.json")!;
        return (JsonObject)JsonNode.Parse(file)!;
    }
}
