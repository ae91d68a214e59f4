using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>The operators of RFC 7644, section 3.4.2.2.</summary>
internal enum ScimOperator
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Contains.</summary>
    Co,

    /// <summary>Starts with.</summary>
    Sw,

    /// <summary>Ends with.</summary>
    Ew,

    /// <summary>Present.</summary>
    Pr,

    /// <summary>Greater than.</summary>
    Gt,

    /// <summary>Greater than or equal.</summary>
    Ge,

    /// <summary>Less than.</summary>
    Lt,

    /// <summary>Less than or equal.</summary>
    Le,
}

/// <summary>A filter that was read and resolved against the schemas (RFC 7644, section 3.4.2.2).</summary>
internal abstract record ScimFilter
{
    /// <summary>The maximum length of a filter in characters.</summary>
    public const int Longest = 4_000;

    /// <summary>The maximum number of brackets within each other.</summary>
    public const int Deepest = 30;

    /// <summary>The maximum number of comparisons.</summary>
    public const int MostComparisons = 100;

    /// <summary>Reads a filter.</summary>
    /// <param name="type">The kind of resources that are filtered.</param>
    /// <param name="text">The filter.</param>
    /// <exception cref="ScimFault"><c>invalidFilter</c>, with what is wrong.</exception>
    public static ScimFilter Parse(ScimResourceType type, string text) => new ScimFilterReader(type, text).ReadFilter();

    /// <summary>Returns whether a resource, or a value of a multi-valued attribute, matches.</summary>
    public abstract bool Matches(JsonObject resource);

    /// <summary>Returns the comparisons within.</summary>
    public abstract IEnumerable<ScimComparison> Comparisons();

    /// <summary>
    /// Whether nothing matches, whatever there is, because the filter demands a value of an attribute that is not kept.
    /// </summary>
    public virtual bool MatchesNothing => false;

    /// <summary>Returns the comparisons of an attribute at the top, and of its sub-attributes.</summary>
    /// <param name="attribute">The attribute's name in its usual case.</param>
    public IEnumerable<ScimComparison> About(string attribute) =>
        this switch
        {
            ScimComparison one => IsOf(one.Path, attribute) ? [one] : [],
            ScimValueFilter within => IsOf(within.Path, attribute) ? within.Comparisons() : [],
            ScimAnd both => both.Left.About(attribute).Concat(both.Right.About(attribute)),
            ScimOr either => either.Left.About(attribute).Concat(either.Right.About(attribute)),
            ScimNot negated => negated.Filter.About(attribute),
            _ => [],
        };

    private static bool IsOf(ScimPath path, string attribute) =>
        path is { Extension: null, Attribute: { } at } && at.Name == attribute;

    /// <summary>Returns the filters that all have to match.</summary>
    public virtual IEnumerable<ScimFilter> Conjuncts() => [this];
}

/// <summary>Both have to match.</summary>
internal sealed record ScimAnd(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Matches(JsonObject resource) => Left.Matches(resource) && Right.Matches(resource);

    public override IEnumerable<ScimComparison> Comparisons() => Left.Comparisons().Concat(Right.Comparisons());

    public override bool MatchesNothing => Left.MatchesNothing || Right.MatchesNothing;

    public override IEnumerable<ScimFilter> Conjuncts() => Left.Conjuncts().Concat(Right.Conjuncts());
}

/// <summary>One has to match.</summary>
internal sealed record ScimOr(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Matches(JsonObject resource) => Left.Matches(resource) || Right.Matches(resource);

    public override IEnumerable<ScimComparison> Comparisons() => Left.Comparisons().Concat(Right.Comparisons());

    public override bool MatchesNothing => Left.MatchesNothing && Right.MatchesNothing;
}

/// <summary>The filter must not match.</summary>
internal sealed record ScimNot(ScimFilter Filter) : ScimFilter
{
    public override bool Matches(JsonObject resource) => !Filter.Matches(resource);

    public override IEnumerable<ScimComparison> Comparisons() => Filter.Comparisons();
}

/// <summary>
/// One value of a multi-valued attribute has to match all of a filter: <c>emails[type eq "work"]</c>.
/// </summary>
internal sealed record ScimValueFilter(ScimPath Path, ScimFilter Filter) : ScimFilter
{
    public override bool Matches(JsonObject resource) =>
        ScimValues.Entries(resource, Path).Any(entry => Filter.Matches(ScimValues.AsObject(entry)));

    public override IEnumerable<ScimComparison> Comparisons() => Filter.Comparisons();

    public override bool MatchesNothing => !Path.IsKept || Filter.MatchesNothing;
}

/// <summary>
/// A comparison of an attribute. It holds if it holds for one value of the attribute; <see cref="ScimOperator.Ne"/>
/// holds if no value equals, so also if there is none.
/// </summary>
/// <param name="Path">The attribute.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Value">The value as it was written; null for JSON's null and for <see cref="ScimOperator.Pr"/>.</param>
internal sealed record ScimComparison(ScimPath Path, ScimOperator Operator, JsonValue? Value) : ScimFilter
{
    private readonly ScimComparer _comparer = new(Path, Operator, Value);

    // RFC 7643, section 2.4: a value that does not say whether it is the primary one is not.
    private readonly bool _isPrimary = Value is not null && Path.Last is { Name: "primary", Type: ScimType.Boolean };

    /// <summary>The value as text; null if there is none.</summary>
    public string? Text => _comparer.Text;

    public override bool Matches(JsonObject resource) =>
        _comparer.Matches(_isPrimary ? ScimValues.OfPrimary(resource, Path) : ScimValues.Of(resource, Path));

    // A missing value is different from any, and equal to null.
    public override bool MatchesNothing =>
        !Path.IsKept && Operator != (Value is null && Operator != ScimOperator.Pr ? ScimOperator.Eq : ScimOperator.Ne);

    public override IEnumerable<ScimComparison> Comparisons() => [this];
}
