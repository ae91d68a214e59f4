using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// Brings what clients send into the shape of the schemas: names in their usual case, booleans that came as strings,
/// single values where a list is expected, manager ids without an object around them. What no schema names is left out.
/// </summary>
internal static class ScimReading
{
    /// <summary>
    /// Reads a whole resource (POST and PUT). What clients send back of read-only attributes is not looked at
    /// (RFC 7644, section 3.5.1).
    /// </summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="sent">What the client sent.</param>
    /// <exception cref="ScimFault">A value is not one of its attribute: <c>invalidValue</c>.</exception>
    public static JsonObject Resource(ScimResourceType type, JsonObject sent)
    {
        var read = new JsonObject();
        foreach (var (name, value) in Members(type, sent))
        {
            if (ScimPath.Resolve(type, name) is not { } path)
            {
                continue;
            }

            if (path.Attribute is { Mutability: ScimMutability.ReadOnly })
            {
                continue;
            }

            if (path.Attribute is not null)
            {
                Set(Owner(read, path.Extension), path, Value(path, value));
            }
            else if (value is JsonObject members)
            {
                foreach (var (member, of) in members)
                {
                    if (
                        ScimAttribute.Find(path.Extension!.Attributes, member) is
                        { Mutability: not ScimMutability.ReadOnly } attribute
                    )
                    {
                        var inner = new ScimPath(path.Extension, attribute, null, null);
                        Set(Owner(read, path.Extension), inner, Value(inner, of));
                    }
                }
            }
        }

        Tidy(type, read);
        return read;
    }

    /// <summary>
    /// Returns the members of an object. An object that is named by the URN of the resource's own schema stands for
    /// what is in it: clients write the attributes of extensions that way, and some those of the schema, too.
    /// </summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="sent">What the client sent.</param>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(ScimResourceType type, JsonObject sent) =>
        sent.SelectMany(pair =>
            pair.Value is JsonObject inner && type.IsOwn(pair.Key)
                ? (IEnumerable<KeyValuePair<string, JsonNode?>>)inner
                : [pair]
        );

    /// <summary>The most values of a multi-valued attribute other than the members of a group.</summary>
    internal const int MostEntries = 100;

    /// <summary>Returns the value of an attribute or sub-attribute in its shape; null if it is none.</summary>
    /// <param name="path">The attribute.</param>
    /// <param name="sent">What the client sent.</param>
    /// <exception cref="ScimFault">It is not one: <c>invalidValue</c>.</exception>
    public static JsonNode? Value(ScimPath path, JsonNode? sent)
    {
        var attribute = path.Last!;
        if (!attribute.IsMultiValued || path.Filter is not null && path.Sub is null)
        {
            return Single(path, attribute, sent);
        }

        JsonNode?[] entries = sent is JsonArray list ? [.. list] : [sent];
        // Entries of an account are compared with each other; members are looked up.
        if (entries.Length > MostEntries && attribute.Name != "members")
        {
            throw ScimFault.Value($"{path} has at most {MostEntries} values.");
        }

        var read = new JsonArray();
        foreach (var entry in entries)
        {
            if (Single(path, attribute, entry) is { } value)
            {
                read.Add(value);
            }
        }

        if (read.OfType<JsonObject>().Count(entry => IsPrimary(entry)) > 1)
        {
            throw ScimFault.Value($"Only one value of {path} can be the primary one.");
        }

        return read.Count == 0 ? null : read;
    }

    /// <summary>Returns whether a value says that it is the primary one.</summary>
    public static bool IsPrimary(JsonObject entry) =>
        entry.TryGetPropertyValue("primary", out var primary) && primary?.GetValueKind() == JsonValueKind.True;

    /// <summary>Removes objects and lists that nothing is left in.</summary>
    public static void Tidy(ScimResourceType type, JsonObject resource)
    {
        foreach (var name in resource.Select(pair => pair.Key).ToList())
        {
            if (resource[name] is JsonObject one && type.FindExtension(name) is not null)
            {
                TidyMembers(one);
            }
        }

        TidyMembers(resource);
    }

    /// <summary>Returns the object that holds an extension's attributes, made if it is missing.</summary>
    public static JsonObject Owner(JsonObject resource, ScimSchema? extension)
    {
        if (extension is null)
        {
            return resource;
        }

        if (resource[extension.Id] is not JsonObject owner)
        {
            resource[extension.Id] = owner = [];
        }

        return owner;
    }

    private static void Set(JsonObject owner, ScimPath path, JsonNode? value)
    {
        if (value is null)
        {
            owner.Remove(path.Attribute!.Name);
        }
        else if (path.Sub is null)
        {
            owner[path.Attribute!.Name] = value;
        }
        else if (!path.Attribute!.IsMultiValued)
        {
            // A dotted name in a POST, which only some clients send.
            if (owner[path.Attribute.Name] is not JsonObject one)
            {
                owner[path.Attribute.Name] = one = [];
            }

            one[path.Sub.Name] = value;
        }
    }

    private static JsonNode? Single(ScimPath path, ScimAttribute attribute, JsonNode? sent)
    {
        // Microsoft's example of a manager is an array of one.
        if (sent is JsonArray { Count: <= 1 } list)
        {
            sent = list.Count == 0 ? null : list[0];
        }

        if (sent is null)
        {
            return null;
        }

        if (!attribute.IsComplex)
        {
            return Simple(path, attribute, sent);
        }

        if (sent is JsonValue bare)
        {
            if (attribute.Find("value") is not { } inner)
            {
                throw ScimFault.Value($"{path} has sub-attributes, so its value is an object.");
            }

            return Simple(path, inner, bare) is { } value ? new JsonObject { [inner.Name] = value } : null;
        }

        if (sent is not JsonObject members)
        {
            throw ScimFault.Value($"{path} takes one value, and {((JsonArray)sent).Count} were sent.");
        }

        var read = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (attribute.Find(name) is { } sub && Simple(path, sub, value) is { } simple)
            {
                read[sub.Name] = simple;
            }
        }

        return read.Count == 0 ? null : read;
    }

    private static JsonValue? Simple(ScimPath path, ScimAttribute attribute, JsonNode? sent)
    {
        if (sent is null)
        {
            return null;
        }

        var where = path.Last == attribute ? $"{path}" : $"{path}.{attribute.Name}";
        if (sent is not JsonValue value)
        {
            throw ScimFault.Value($"{where} takes a single value, not an object or a list.");
        }

        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        switch (attribute.Type)
        {
            case ScimType.Boolean:
                return text.Length == 0 ? null
                    : bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
                    : throw ScimFault.Value($"{where} is true or false, and “{text}” was sent.");

            case ScimType.DateTime:
                return text.Length == 0 ? null
                    : HasDayAndTime(text) && ScimValues.TryMoment(text, out var moment)
                        ? JsonValue.Create(ScimValues.Written(moment))
                    : throw ScimFault.Value(
                        $"{where} is a moment such as 2030-12-31T12:00:00Z, and “{text}” was sent."
                    );

            case ScimType.Integer:
                return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number)
                    : throw ScimFault.Value($"{where} is a whole number, and “{text}” was sent.");

            default:
                return kind is JsonValueKind.True or JsonValueKind.False
                        ? throw ScimFault.Value($"{where} is text, and {text} was sent.")
                    : text.Length == 0 ? null
                    : JsonValue.Create(text);
        }
    }

    private static void TidyMembers(JsonObject owner)
    {
        foreach (var name in owner.Where(pair => !ScimValues.IsPresent(pair.Value)).Select(pair => pair.Key).ToList())
        {
            owner.Remove(name);
        }
    }

    // RFC 7643, section 2.3.5: both. A time alone would be today's.
    private static bool HasDayAndTime(string text) => text.Length > 10 && text[10] is ('T' or 't');
}
