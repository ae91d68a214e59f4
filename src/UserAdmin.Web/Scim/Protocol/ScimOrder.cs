using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// Orders resources by an attribute (RFC 7644, section 3.4.2.3): by its type, of several values by the primary or first
/// one, ascending with those last that have none.
/// </summary>
/// <param name="path">The attribute.</param>
internal sealed class ScimOrder(ScimPath path) : IComparer<string?>
{
    // A complex attribute is ordered by its value, or by the name in the case of names.
    private readonly ScimPath _path = path is { Sub: null, Attribute.IsComplex: true }
        ? path with
        {
            Sub = path.Attribute.Find("value") ?? path.Attribute.Find("formatted"),
        }
        : path;

    /// <summary>Returns the value that a resource is ordered by; null if it has none.</summary>
    public string? ValueOf(JsonObject resource)
    {
        var entries = ScimValues.Entries(resource, _path).ToList();
        var entry =
            entries.Find(one => one is JsonObject entry && ScimReading.IsPrimary(entry)) ?? entries.FirstOrDefault();
        var value = entry is JsonObject within && _path.Sub is { } sub ? ScimValues.Member(within, sub.Name) : entry;
        return value is null ? null
            : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : value.ToJsonString();
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y) =>
        x is null || y is null ? (x is null ? 1 : 0) - (y is null ? 1 : 0)
        : _path.Last!.Type == ScimType.DateTime
        && ScimValues.TryMoment(x, out var one)
        && ScimValues.TryMoment(y, out var other)
            ? one.CompareTo(other)
        : string.Compare(x, y, _path.Last.IsCaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
