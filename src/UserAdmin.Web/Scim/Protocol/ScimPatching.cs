using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>Applies operations of a PATCH to a resource (RFC 7644, section 3.5.2).</summary>
internal static class ScimPatching
{
    /// <summary>Returns the resource as the operations leave it; the one given stays as it is.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="operations">The operations.</param>
    /// <exception cref="ScimFault"><c>noTarget</c>, <c>invalidValue</c> or <c>mutability</c>; nothing was
    /// changed.</exception>
    public static JsonObject Apply(ScimResourceType type, JsonObject resource, IReadOnlyList<ScimOperation> operations)
    {
        var changed = (JsonObject)resource.DeepClone();
        foreach (var operation in operations)
        {
            Apply(changed, operation);
        }

        ScimReading.Tidy(type, changed);
        if (type.Schema.Attributes.FirstOrDefault(one => one.IsRequired && changed[one.Name] is null) is { } required)
        {
            throw ScimFault.Mutability($"{required.Name} is required, so it cannot be removed.");
        }

        return changed;
    }

    private static void Apply(JsonObject resource, ScimOperation operation)
    {
        var path = operation.Path;
        var owner = ScimReading.Owner(resource, path.Extension);
        // A value of null or "" is none.
        var removes = operation.Kind == ScimPatchKind.Remove || operation.Value is null;
        if (path.Attribute!.IsMultiValued)
        {
            if (operation is { Kind: ScimPatchKind.Add, Value: null })
            {
                // Adding nothing changes nothing.
                return;
            }

            var list = owner[path.Attribute.Name] as JsonArray ?? [];
            var entries = list.Select(entry => entry?.DeepClone()).OfType<JsonNode>().ToList();
            var left = removes ? Remove(entries, operation) : Put(entries, operation);
            owner[path.Attribute.Name] = new JsonArray([.. left.Where(ScimValues.IsPresent)]);
        }
        else if (path.Sub is { } sub)
        {
            if (owner[path.Attribute.Name] is not JsonObject one)
            {
                owner[path.Attribute.Name] = one = [];
            }

            Set(one, sub.Name, removes ? null : operation.Value);
        }
        else if (!removes && path.Attribute.IsComplex && owner[path.Attribute.Name] is JsonObject one)
        {
            Merge(one, (JsonObject)operation.Value!);
        }
        else
        {
            Set(owner, path.Attribute.Name, removes ? null : operation.Value);
        }
    }

    private static List<JsonNode> Remove(List<JsonNode> entries, ScimOperation operation)
    {
        var path = operation.Path;
        if (operation.Kind == ScimPatchKind.Remove && operation.Value is JsonArray removed)
        {
            return [.. entries.Where(entry => !removed.Any(one => IsMeant(one!, entry)))];
        }

        if (path.Sub is null)
        {
            // What is not there needs no removing: clients repeat themselves.
            return path.Filter is null ? [] : [.. entries.Where(entry => !Matches(path, entry))];
        }

        foreach (var entry in entries.OfType<JsonObject>().Where(entry => Matches(path, entry)))
        {
            entry.Remove(path.Sub.Name);
        }

        return [.. entries.Where(entry => HasMore(path.Attribute!, entry))];
    }

    private static List<JsonNode> Put(List<JsonNode> entries, ScimOperation operation)
    {
        var (kind, path) = (operation.Kind, operation.Path);
        if (path is { Filter: null, Sub: null })
        {
            var values = ((JsonArray)operation.Value!).Select(value => value!.DeepClone()).ToList();
            return kind == ScimPatchKind.Replace ? Added([], values) : Added(entries, values);
        }

        var meant = entries.OfType<JsonObject>().Where(entry => Matches(path, entry)).ToList();
        if (meant.Count == 0)
        {
            // Entra sets values of entries that are not there yet: emails[type eq "work"].value.
            if (path.Sub is { Mutability: ScimMutability.Immutable } || Described(path) is not { } described)
            {
                throw ScimFault.NoTarget($"No value of {path.Attribute!.Name} matches the filter of the path.");
            }

            entries.Add(described);
            meant.Add(described);
        }
        else if (path.Sub is { Mutability: ScimMutability.Immutable })
        {
            throw ScimFault.Mutability($"{path} cannot be changed. Remove the whole value and add another.");
        }

        foreach (var entry in meant)
        {
            if (path.Sub is { } sub)
            {
                Set(entry, sub.Name, operation.Value);
            }
            else
            {
                Merge(entry, (JsonObject)operation.Value!);
            }
        }

        // Setting a value may make it equal to another entry.
        KeepOnePrimary(entries, meant);
        return entries;
    }

    private static List<JsonNode> Added(List<JsonNode> entries, List<JsonNode> values)
    {
        var put = new List<JsonObject>();
        foreach (var value in values)
        {
            if (value is not JsonObject one)
            {
                if (!entries.Any(entry => JsonNode.DeepEquals(entry, value)))
                {
                    entries.Add(value);
                }
            }
            else if (entries.OfType<JsonObject>().FirstOrDefault(entry => IsSame(entry, one)) is { } same)
            {
                Merge(same, one);
                put.Add(same);
            }
            else
            {
                entries.Add(one);
                put.Add(one);
            }
        }

        KeepOnePrimary(entries, put);
        return entries;
    }

    private static void KeepOnePrimary(List<JsonNode> entries, List<JsonObject> put)
    {
        if (put.FindLast(ScimReading.IsPrimary) is not { } primary)
        {
            return;
        }

        foreach (var entry in entries.OfType<JsonObject>().Where(entry => entry != primary))
        {
            if (ScimReading.IsPrimary(entry))
            {
                entry["primary"] = false;
            }
        }
    }

    private static bool Matches(ScimPath path, JsonNode entry) =>
        path.Filter is not { } filter || (entry is JsonObject one && filter.Matches(one));

    // The same value for the same purpose is the same entry, whatever else is said of it.
    private static bool IsSame(JsonObject entry, JsonObject other) =>
        other["value"] is { } value
            ? JsonNode.DeepEquals(entry["value"], value)
                && (other["type"] is not { } type || JsonNode.DeepEquals(entry["type"], type))
            : JsonNode.DeepEquals(entry, other);

    private static bool IsMeant(JsonNode removed, JsonNode entry) =>
        removed is JsonObject { } one && entry is JsonObject other
            ? one["value"] is not null
                ? IsSame(other, one)
                : one.All(pair => JsonNode.DeepEquals(other[pair.Key], pair.Value))
            : JsonNode.DeepEquals(removed, entry);

    // What is left of an entry without its value is nothing.
    private static bool HasMore(ScimAttribute attribute, JsonNode entry) =>
        entry is not JsonObject one || (attribute.Find("value") is null ? one.Count > 0 : one["value"] is not null);

    private static JsonObject? Described(ScimPath path)
    {
        if (path.Filter is null)
        {
            return [];
        }

        if (path.Sub is null)
        {
            return null;
        }

        var described = new JsonObject();
        foreach (var part in path.Filter.Conjuncts())
        {
            if (part is not ScimComparison { Operator: ScimOperator.Eq, Value: { } value, Path.Attribute: { } sub })
            {
                return null;
            }

            described[sub.Name] = ScimReading.Value(new ScimPath(null, sub, null, null), value.DeepClone());
        }

        return described;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            into[name] = value?.DeepClone();
        }
    }

    private static void Set(JsonObject owner, string name, JsonNode? value)
    {
        if (value is null)
        {
            owner.Remove(name);
        }
        else
        {
            owner[name] = value.DeepClone();
        }
    }
}
