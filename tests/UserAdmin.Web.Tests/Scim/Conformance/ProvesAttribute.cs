namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>Says which demands of the RFCs a test proves.</summary>
/// <param name="ids">Ids of <see cref="ScimDemands"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProvesAttribute(params string[] ids) : Attribute
{
    /// <summary>The ids.</summary>
    public IReadOnlyList<string> Ids { get; } = ids;
}
