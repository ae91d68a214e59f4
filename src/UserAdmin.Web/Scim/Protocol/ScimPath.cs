namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// A path to an attribute, resolved against the schemas of a resource:
/// <c>[URN:]attribute[filter][.subAttribute]</c> (RFC 7644, section 3.5.2, figure 7), or the URN of an extension alone.
/// </summary>
/// <param name="Extension">The extension that holds the attribute; null for the top.</param>
/// <param name="Attribute">The attribute; null for the whole extension.</param>
/// <param name="Filter">Which values of a multi-valued attribute; null for all.</param>
/// <param name="Sub">The sub-attribute, or null.</param>
internal sealed record ScimPath(ScimSchema? Extension, ScimAttribute? Attribute, ScimFilter? Filter, ScimAttribute? Sub)
{
    /// <summary>The attribute or sub-attribute whose values are at the path; null for the whole extension.</summary>
    public ScimAttribute? Last => Sub ?? Attribute;

    /// <summary>Whether a value that is sent for it is kept, so that there can be one.</summary>
    public bool IsKept => Attribute is not { IsKept: false } && Sub is not { IsKept: false };

    /// <summary>Reads the path of an operation.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="text">The path.</param>
    /// <exception cref="ScimFault">It is no path, or there is no such attribute: <c>invalidPath</c>; its filter is
    /// none: <c>invalidFilter</c>.</exception>
    public static ScimPath Parse(ScimResourceType type, string text)
    {
        var reader = new ScimFilterReader(type, text);
        return reader.ReadPath();
    }

    /// <summary>Resolves a name without a filter, such as one of <c>attributes</c>.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="name">The name.</param>
    /// <returns>The path; null if there is no such attribute.</returns>
    public static ScimPath? Resolve(ScimResourceType type, string name)
    {
        ScimSchema? extension = null;
        if (name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            if (type.FindExtension(name) is { } whole)
            {
                return new(whole, null, null, null);
            }

            var schema = type
                .Extensions.Prepend(type.Schema)
                .FirstOrDefault(one =>
                    name.Length > one.Id.Length + 1
                    && name[one.Id.Length] == ':'
                    && name.StartsWith(one.Id, StringComparison.OrdinalIgnoreCase)
                );
            if (schema is null)
            {
                return null;
            }

            name = name[(schema.Id.Length + 1)..];
            extension = schema == type.Schema ? null : schema;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? name : name[..dot];
        var attribute = extension is null ? type.Find(first) : ScimAttribute.Find(extension.Attributes, first);
        if (attribute is null || dot < 0)
        {
            return attribute is null ? null : new(extension, attribute, null, null);
        }

        return attribute.Find(name[(dot + 1)..]) is { } sub ? new(extension, attribute, null, sub) : null;
    }

    /// <summary>The path in its usual spelling.</summary>
    public override string ToString() =>
        (
            Extension is null ? ""
            : Attribute is null ? Extension.Id
            : Extension.Id + ":"
        )
        + Attribute?.Name
        + (Filter is null ? "" : "[…]")
        + (Sub is null ? "" : "." + Sub.Name);
}
