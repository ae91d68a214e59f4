using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// Leaves out of an answer what was not asked for: <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644, section
/// 3.9).
/// </summary>
internal sealed class ScimProjection
{
    private readonly ScimResourceType _type;
    private readonly List<ScimPath>? _only;
    private readonly List<ScimPath> _without = [];

    /// <param name="type">The kind of resource.</param>
    /// <param name="attributes">The names of what is wanted, with commas between; null for the usual.</param>
    /// <param name="excluded">The names of what is not wanted; null for none.</param>
    /// <exception cref="ScimFault">Both were given: <c>invalidValue</c>.</exception>
    public ScimProjection(ScimResourceType type, string? attributes, string? excluded)
    {
        _type = type;
        if (!string.IsNullOrWhiteSpace(attributes) && !string.IsNullOrWhiteSpace(excluded))
        {
            throw ScimFault.Value("Send “attributes” or “excludedAttributes”, not both.");
        }

        _only = string.IsNullOrWhiteSpace(attributes) ? null : Paths(attributes);
        _without = string.IsNullOrWhiteSpace(excluded) ? [] : Paths(excluded);
    }

    /// <summary>Whether everything is in the answer that usually is.</summary>
    public bool IsWhole => _only is null && _without.Count == 0;

    /// <summary>Returns whether an attribute at the top is in answers.</summary>
    /// <param name="name">Its name, in its usual case.</param>
    public bool Wants(string name) =>
        _only is null
            ? !_without.Exists(path => path is { Extension: null, Sub: null } && path.Attribute!.Name == name)
            : _only.Exists(path => path.Extension is null && path.Attribute!.Name == name);

    /// <summary>Returns the resource as it is answered.</summary>
    /// <param name="resource">The whole resource; nobody else uses it.</param>
    public JsonObject Of(JsonObject resource)
    {
        if (_only is not null)
        {
            var wanted = new JsonObject();
            foreach (var (name, value) in resource)
            {
                if (_type.FindExtension(name) is { } extension)
                {
                    if (value is JsonObject members && Only(members, extension) is { Count: > 0 } some)
                    {
                        wanted[name] = some;
                    }
                }
                else if (_type.Find(name) is { Returned: ScimReturned.Always })
                {
                    wanted[name] = value?.DeepClone();
                }
            }

            foreach (var (name, value) in Only(resource, extension: null))
            {
                wanted[name] = value?.DeepClone();
            }

            return wanted;
        }

        foreach (var path in _without.Where(path => path.Last is not { Returned: ScimReturned.Always }))
        {
            Remove(resource, path);
        }

        return resource;
    }

    private JsonObject Only(JsonObject owner, ScimSchema? extension)
    {
        var wanted = new JsonObject();
        foreach (var path in _only!.Where(path => path.Extension == extension))
        {
            if (path.Attribute is null)
            {
                return (JsonObject)owner.DeepClone();
            }

            var (name, value) = (path.Attribute.Name, owner[path.Attribute.Name]);
            if (value is null)
            {
                continue;
            }

            if (path.Sub is null)
            {
                wanted[name] = value.DeepClone();
            }
            else if (value is JsonArray list)
            {
                var parts = wanted[name] as JsonArray ?? new JsonArray([.. list.Select(_ => new JsonObject())]);
                for (var at = 0; at < list.Count; at++)
                {
                    Copy(list[at], parts[at], path.Sub.Name);
                }

                wanted[name] = wanted[name] ?? parts;
            }
            else
            {
                var part = wanted[name] ??= new JsonObject();
                Copy(value, part, path.Sub.Name);
            }
        }

        return wanted;
    }

    private static void Copy(JsonNode? from, JsonNode? to, string name)
    {
        if (from is JsonObject one && to is JsonObject other && one[name] is { } value)
        {
            other[name] = value.DeepClone();
        }
    }

    private static void Remove(JsonObject resource, ScimPath path)
    {
        if (path.Attribute is null)
        {
            resource.Remove(path.Extension!.Id);
            return;
        }

        if ((path.Extension is null ? resource : resource[path.Extension.Id]) is not JsonObject owner)
        {
            return;
        }

        if (path.Sub is null)
        {
            owner.Remove(path.Attribute.Name);
            return;
        }

        var value = owner[path.Attribute.Name];
        foreach (var entry in value is JsonArray list ? [.. list] : (JsonNode?[])[value])
        {
            (entry as JsonObject)?.Remove(path.Sub.Name);
        }
    }

    // Names that no attribute has ask for nothing.
    private List<ScimPath> Paths(string names) =>
        [
            .. names
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .SelectMany(name =>
                    _type.IsOwn(name) ? _type.Schema.Attributes.Select(one => new ScimPath(null, one, null, null))
                    : ScimPath.Resolve(_type, name) is { } path ? [path]
                    : []
                ),
        ];
}
