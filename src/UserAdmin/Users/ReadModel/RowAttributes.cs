using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>The attributes of a row (<see cref="UserRow.Attributes"/>).</summary>
internal static class RowAttributes
{
    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the values by name of the column.</summary>
    public static IReadOnlyDictionary<string, string> Of(string? stored) =>
        stored is null
            ? ImmutableDictionary<string, string>.Empty
            : JsonSerializer.Deserialize<Dictionary<string, string>>(stored, _json)!;

    /// <summary>Returns the stored form of values; null if there are none.</summary>
    public static string? Stored(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                kept[name] = value;
            }
        }

        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, _json);
    }

    /// <summary>Returns whether a field in an event is an attribute.</summary>
    public static bool IsOne(string field) => field.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal);

    /// <summary>Sets the attributes among the changed fields of an event.</summary>
    public static void Set(UserRow row, IEnumerable<FieldChange> changes)
    {
        Dictionary<string, string?>? values = null;
        foreach (var (field, _, to) in changes.Where(change => IsOne(change.Field)))
        {
            values ??= Of(row.Attributes).ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
            values[field[AccountAttribute.Prefix.Length..]] = to;
        }

        if (values is not null)
        {
            row.Attributes = Stored(values);
        }
    }
}
