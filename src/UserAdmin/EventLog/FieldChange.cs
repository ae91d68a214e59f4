using System.Text.Json;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.EventLog;

/// <summary>The change of one field.</summary>
/// <param name="Field">Name of the command's property, such as <c>Email</c>.</param>
/// <param name="From">Value before; null when there was none.</param>
/// <param name="To">Value after; null when it was removed.</param>
public sealed record FieldChange(string Field, [property: Personal] string? From, [property: Personal] string? To)
{
    internal static IReadOnlyList<FieldChange> Parse(string json) =>
        json.Length == 0 ? [] : JsonSerializer.Deserialize<FieldChange[]>(json) ?? [];

    internal static string Format(IReadOnlyCollection<FieldChange> changes) =>
        // The serializer knows more about an array than about any collection.
        changes.Count == 0
            ? ""
            : JsonSerializer.Serialize<FieldChange[]>([.. changes]);
}
