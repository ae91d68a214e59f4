using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>What an operation does.</summary>
internal enum ScimPatchKind
{
    /// <summary>Adds values.</summary>
    Add,

    /// <summary>Replaces values.</summary>
    Replace,

    /// <summary>Removes values.</summary>
    Remove,
}

/// <summary>One operation of a PATCH on one attribute, with its value in the attribute's shape.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Path">The attribute.</param>
/// <param name="Value">The value; null for none.</param>
internal sealed record ScimOperation(ScimPatchKind Kind, ScimPath Path, JsonNode? Value);

/// <summary>
/// Reads the operations of a PATCH (RFC 7644, section 3.5.2), in the dialects of Okta and of both Entras: capital
/// letters, operations without a path whose names have dots or URNs, booleans as strings, managers in all forms.
/// </summary>
internal static class ScimPatch
{
    /// <summary>The schema of the message.</summary>
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>The maximum number of operations in a request.</summary>
    public const int Most = 2_000;

    /// <summary>Reads a request.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="body">The body.</param>
    /// <returns>The operations, one for each attribute, in order.</returns>
    /// <exception cref="ScimFault"><c>invalidSyntax</c>, <c>invalidPath</c>, <c>invalidFilter</c>, <c>noTarget</c>,
    /// <c>mutability</c> or <c>invalidValue</c>.</exception>
    public static IReadOnlyList<ScimOperation> Read(ScimResourceType type, JsonObject body)
    {
        if (
            ScimValues.Member(body, "schemas") is not JsonArray schemas
            || !schemas
                .OfType<JsonValue>()
                .Any(schema => $"{schema}".Equals(Schema, StringComparison.OrdinalIgnoreCase))
        )
        {
            throw ScimFault.Syntax($"The body of a PATCH names the schema {Schema} in “schemas”.");
        }

        if (ScimValues.Member(body, "Operations") is not JsonArray { Count: > 0 } operations)
        {
            throw ScimFault.Syntax("The body of a PATCH has a list “Operations” with at least one operation.");
        }

        if (operations.Count > Most)
        {
            throw new ScimFault(413, null, $"Send at most {Most} operations in one PATCH.");
        }

        var read = new List<ScimOperation>();
        foreach (var operation in operations)
        {
            Read(type, operation as JsonObject ?? throw ScimFault.Syntax("Each of “Operations” is an object."), read);
        }

        return read;
    }

    private static void Read(ScimResourceType type, JsonObject operation, List<ScimOperation> read)
    {
        var op = ScimValues.Member(operation, "op")?.ToString();
        if (
            op is null
            || !Enum.TryParse<ScimPatchKind>(op, ignoreCase: true, out var kind)
            || !char.IsAsciiLetter(op[0])
        )
        {
            throw ScimFault.Syntax($"“op” is add, replace or remove, and “{op}” was sent.");
        }

        var value = ScimValues.Member(operation, "value");
        if (
            kind == ScimPatchKind.Add
            && !operation.Any(member => member.Key.Equals("value", StringComparison.OrdinalIgnoreCase))
        )
        {
            throw ScimFault.Syntax("An operation that adds says what in “value”.");
        }

        var path = ScimValues.Member(operation, "path")?.ToString();
        if (path is not null && type.IsOwn(path.Trim()) && kind != ScimPatchKind.Remove)
        {
            // The schema's URN alone leads to all of its attributes, as if there were no path.
            path = null;
        }

        if (!string.IsNullOrWhiteSpace(path))
        {
            Read(type, kind, ScimPath.Parse(type, path), value, isNamed: true, read);
        }
        else if (kind == ScimPatchKind.Remove)
        {
            throw ScimFault.NoTarget("An operation that removes says what in “path”.");
        }
        else if (value is JsonObject members)
        {
            foreach (var (name, of) in ScimReading.Members(type, members))
            {
                // Names that no schema has are left out, as in a POST; a path that leads nowhere is an error.
                if (TryPath(type, name) is { } one)
                {
                    Read(type, kind, one, of, isNamed: false, read);
                }
            }
        }
        else
        {
            throw ScimFault.Value("An operation without “path” has an object as its “value”.");
        }
    }

    private static ScimPath? TryPath(ScimResourceType type, string name) =>
        name.Contains('[', StringComparison.Ordinal) ? ScimPath.Parse(type, name) : ScimPath.Resolve(type, name);

    private static void Read(
        ScimResourceType type,
        ScimPatchKind kind,
        ScimPath path,
        JsonNode? value,
        bool isNamed,
        List<ScimOperation> read
    )
    {
        if (path.Attribute is null)
        {
            ReadExtension(kind, path, value, read);
            return;
        }

        if (isNamed && path is { Extension: null, Attribute.Name: "schemas" })
        {
            ReadSchemas(type, kind, path, value, read);
            return;
        }

        var isReadOnly =
            path.Attribute.Mutability == ScimMutability.ReadOnly || path.Sub is { Mutability: ScimMutability.ReadOnly };
        if (isReadOnly)
        {
            // Okta sends the id along with what it replaces.
            if (!isNamed)
            {
                return;
            }

            throw ScimFault.Mutability($"{path} cannot be changed.");
        }

        // Whether a filter finds anything to change is known only when the operation is applied.
        if (
            path.Sub is { Mutability: ScimMutability.Immutable }
            && (path.Filter is null || kind == ScimPatchKind.Remove)
        )
        {
            throw ScimFault.Mutability($"{path} cannot be changed. Remove the whole value and add another.");
        }

        if (kind == ScimPatchKind.Remove)
        {
            if (path is { Attribute.IsRequired: true, Sub: null })
            {
                throw ScimFault.Mutability($"{path} is required, so it cannot be removed.");
            }

            read.Add(new(kind, path, Removed(path, value)));
            return;
        }

        read.Add(new(kind, path, ScimReading.Value(path, value?.DeepClone())));
    }

    /// <summary>
    /// The URNs follow from the values, so adding one changes nothing, and removing one removes what clients can write
    /// of the extension (RFC 7644, section 3.5.2).
    /// </summary>
    private static void ReadSchemas(
        ScimResourceType type,
        ScimPatchKind kind,
        ScimPath path,
        JsonNode? value,
        List<ScimOperation> read
    )
    {
        if (path.Filter is not null && kind != ScimPatchKind.Remove)
        {
            throw ScimFault.Mutability("A URN of “schemas” cannot be changed. Add and remove whole ones.");
        }

        List<string> all = [type.Schema.Id, .. type.Extensions.Select(extension => extension.Id)];
        List<string> named =
        [
            .. ((JsonArray?)ScimReading.Value(path with { Filter = null }, value?.DeepClone()) ?? []).Select(urn =>
                $"{urn}"
            ),
        ];
        if (
            kind != ScimPatchKind.Remove
            && named.Find(urn => !all.Contains(urn, StringComparer.OrdinalIgnoreCase)) is { } unknown
        )
        {
            throw ScimFault.Value($"A {type.Name} has no schema “{unknown}”; it may have {string.Join(", ", all)}.");
        }

        var removed = kind switch
        {
            ScimPatchKind.Add => [],
            ScimPatchKind.Replace => all.Where(urn => !named.Contains(urn, StringComparer.OrdinalIgnoreCase)),
            _ when path.Filter is { } filter => all.Where(urn => filter.Matches(new() { ["value"] = urn })),
            _ when named.Count > 0 => all.Where(urn => named.Contains(urn, StringComparer.OrdinalIgnoreCase)),
            _ => all,
        };
        foreach (var urn in removed)
        {
            if (type.FindExtension(urn) is not { } extension)
            {
                throw ScimFault.Mutability($"Every {type.Name} has the schema {urn}, so it cannot be removed.");
            }

            ReadExtension(ScimPatchKind.Remove, new(extension, null, null, null), null, read);
        }
    }

    private static void ReadExtension(ScimPatchKind kind, ScimPath path, JsonNode? value, List<ScimOperation> read)
    {
        IEnumerable<KeyValuePair<string, JsonNode?>> members =
            kind == ScimPatchKind.Remove
                ? path.Extension!.Attributes.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Name, null))
                : value as JsonObject ?? throw ScimFault.Value($"The value of {path} is an object.");
        foreach (var (name, of) in members)
        {
            if (
                ScimAttribute.Find(path.Extension!.Attributes, name) is
                { Mutability: not ScimMutability.ReadOnly } attribute
            )
            {
                var inner = new ScimPath(path.Extension, attribute, null, null);
                read.Add(
                    new(kind, inner, kind == ScimPatchKind.Remove ? null : ScimReading.Value(inner, of?.DeepClone()))
                );
            }
        }
    }

    // Which values of a list to remove; null for all that are at the path.
    private static JsonArray? Removed(ScimPath path, JsonNode? value)
    {
        if (value is null || path is not { Attribute.IsMultiValued: true, Filter: null, Sub: null })
        {
            return null;
        }

        var removed = new JsonArray();
        foreach (var entry in value is JsonArray several ? [.. several] : (JsonNode?[])[value])
        {
            var inner = new ScimPath(path.Extension, path.Attribute with { IsMultiValued = false }, null, null);
            removed.Add(
                ScimReading.Value(inner, entry?.DeepClone())
                    ?? throw ScimFault.Value($"A value of {path} that is to be removed says nothing.")
            );
        }

        return removed;
    }
}
