using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>Finds values in resources, whatever the case of the names.</summary>
internal static class ScimValues
{
    /// <summary>Returns a text; null for none.</summary>
    /// <exception cref="ScimFault">It is something else: <c>invalidSyntax</c>.</exception>
    public static string? Text(JsonNode? node) =>
        node is null ? null
        : node is JsonValue value && value.TryGetValue<string>(out var text) ? text
        : throw ScimFault.Syntax("A text was expected where the body has something else.");

    /// <summary>Returns a member of an object, ignoring case; null if there is none.</summary>
    public static JsonNode? Member(JsonObject from, string name) =>
        from.TryGetPropertyValue(name, out var exact) ? exact
        : from.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            is { Key: not null } other
            ? other.Value
        : null;

    /// <summary>Returns the values of a multi-valued attribute, or the one of another, without those that are
    /// null.</summary>
    public static IEnumerable<JsonNode> Entries(JsonObject resource, ScimPath path)
    {
        var owner = path.Extension is { } extension ? Member(resource, extension.Id) as JsonObject : resource;
        var value =
            owner is null ? null
            : path.Attribute is { } attribute ? Member(owner, attribute.Name)
            : owner;
        var entries =
            value is JsonArray list ? list.OfType<JsonNode>()
            : value is null ? []
            : [value];
        return path.Filter is { } filter ? entries.Where(entry => filter.Matches(AsObject(entry))) : entries;
    }

    /// <summary>Returns the values at a path.</summary>
    public static IEnumerable<JsonNode> Of(JsonObject resource, ScimPath path)
    {
        foreach (var entry in Entries(resource, path))
        {
            if (path.Sub is not { } sub)
            {
                yield return entry;
            }
            else if (entry is not JsonObject one)
            {
                // A value without sub-attributes stands for the sub-attribute “value”.
                if (sub.Name == "value")
                {
                    yield return entry;
                }
            }
            else if (Member(one, sub.Name) is { } value)
            {
                yield return value;
            }
        }
    }

    /// <summary>Returns whether each value at a path of “primary” is the primary one.</summary>
    public static IEnumerable<JsonNode> OfPrimary(JsonObject resource, ScimPath path)
    {
        // Within the brackets of a value filter, the resource is one of the values.
        IEnumerable<JsonNode> entries = path.Sub is null ? [resource] : Entries(resource, path);
        return entries.OfType<JsonObject>().Select(entry => Member(entry, "primary") ?? JsonValue.Create(false));
    }

    /// <summary>Returns a value of a list as an object; a simple one as its “value”, as value filters see it.</summary>
    public static JsonObject AsObject(JsonNode entry) => entry as JsonObject ?? new() { ["value"] = entry.DeepClone() };

    /// <summary>Returns whether a value is more than nothing.</summary>
    public static bool IsPresent(JsonNode? value) =>
        value switch
        {
            null => false,
            JsonObject one => one.Any(pair => IsPresent(pair.Value)),
            JsonArray several => several.Any(IsPresent),
            JsonValue text when text.TryGetValue<string>(out var word) => word.Length > 0,
            _ => true,
        };

    /// <summary>Returns a value as filters compare it: as text in normalisation form C.</summary>
    public static string Compared(JsonValue value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        try
        {
            return text.IsNormalized() ? text : text.Normalize();
        }
        catch (ArgumentException)
        {
            // JSON can write half of a surrogate pair, which has no normal form. Nothing that is kept has one.
            return text;
        }
    }

    /// <summary>Reads a moment as RFC 3339 and XML Schema write it; without a zone it is UTC.</summary>
    public static bool TryMoment(string? text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out moment
        );

    /// <summary>Writes a moment.</summary>
    public static string Written(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
