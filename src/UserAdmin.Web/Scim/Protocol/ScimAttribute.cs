namespace UserAdmin.Web.Scim.Protocol;

/// <summary>The data types of RFC 7643, section 2.3.</summary>
internal enum ScimType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A moment.</summary>
    DateTime,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An address.</summary>
    Reference,

    /// <summary>Sub-attributes.</summary>
    Complex,
}

/// <summary>Who may change an attribute (RFC 7643, section 7).</summary>
internal enum ScimMutability
{
    /// <summary>Clients read and write it.</summary>
    ReadWrite,

    /// <summary>Only the server writes it; what clients send is ignored.</summary>
    ReadOnly,

    /// <summary>Set once.</summary>
    Immutable,

    /// <summary>Clients write it and nobody reads it.</summary>
    WriteOnly,
}

/// <summary>When an attribute is in an answer (RFC 7643, section 7).</summary>
internal enum ScimReturned
{
    /// <summary>Unless it is excluded.</summary>
    Default,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>The definition of an attribute (RFC 7643, section 7).</summary>
/// <param name="Name">The name; compared without regard to case.</param>
/// <param name="Description">What it is.</param>
internal sealed record ScimAttribute(string Name, string Description)
{
    /// <summary>The data type.</summary>
    public ScimType Type { get; init; }

    /// <summary>Whether it holds a list.</summary>
    public bool IsMultiValued { get; init; }

    /// <summary>Whether every resource has one.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether texts that differ in case differ.</summary>
    public bool IsCaseExact { get; init; }

    /// <summary>Who may change it.</summary>
    public ScimMutability Mutability { get; init; }

    /// <summary>When it is in an answer.</summary>
    public ScimReturned Returned { get; init; }

    /// <summary>Whether no two resources have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>
    /// Whether it is kept. What clients send of the others is left out of the resource, so <c>/Schemas</c> does not
    /// name them; requests may.
    /// </summary>
    public bool IsKept { get; init; } = true;

    /// <summary>The sub-attributes of a complex one.</summary>
    public IReadOnlyList<ScimAttribute> Sub { get; init; } = [];

    /// <summary>The values that it is meant for.</summary>
    public IReadOnlyList<string> Canonical { get; init; } = [];

    /// <summary>The kinds of resources that a reference leads to.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Whether it is a complex one.</summary>
    public bool IsComplex => Type == ScimType.Complex;

    /// <summary>Returns a sub-attribute, or null if there is none of that name.</summary>
    public ScimAttribute? Find(string name) => Find(Sub, name);

    /// <summary>Returns the attribute of a name, ignoring case; null if there is none.</summary>
    public static ScimAttribute? Find(IReadOnlyList<ScimAttribute> attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute;
            }
        }

        return null;
    }
}

/// <summary>A schema: the attributes that one URN stands for.</summary>
/// <param name="Id">The URN.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">What it describes.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record ScimSchema(string Id, string Name, string Description, IReadOnlyList<ScimAttribute> Attributes);

/// <summary>A kind of resource (RFC 7643, section 6).</summary>
/// <param name="Name">The name.</param>
/// <param name="Endpoint">The endpoint's address, without a slash.</param>
/// <param name="Schema">The schema whose attributes are at the top.</param>
/// <param name="Extensions">The schemas whose attributes are in an object named by the schema's URN.</param>
internal sealed record ScimResourceType(
    string Name,
    string Endpoint,
    ScimSchema Schema,
    IReadOnlyList<ScimSchema> Extensions
)
{
    /// <summary>The attributes that every resource has beside those of its schema (RFC 7643, section 3.1).</summary>
    public static IReadOnlyList<ScimAttribute> Common { get; } = ScimSchemas.CommonAttributes;

    /// <summary>Returns an attribute at the top, or null if there is none.</summary>
    public ScimAttribute? Find(string name) =>
        ScimAttribute.Find(Schema.Attributes, name) ?? ScimAttribute.Find(Common, name);

    /// <summary>Returns whether a name is the URN of the schema whose attributes are at the top.</summary>
    public bool IsOwn(string name) => name.Equals(Schema.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns an extension by its URN, ignoring case; null if there is none.</summary>
    public ScimSchema? FindExtension(string urn) =>
        Extensions.FirstOrDefault(schema => schema.Id.Equals(urn, StringComparison.OrdinalIgnoreCase));
}
