using System.Text.Encodings.Web;
using System.Text.Json;

namespace UserAdmin.Text;

/// <summary>
/// The ids that applications know a user or a role by (SCIM <c>externalId</c>), stored as a JSON object: key of the
/// application, and the id, or null if it has said that it knows none. Null stands for an empty object.
/// </summary>
internal static class ClientIds
{
    /// <summary>The longest id, in characters, like that of <c>UserProfile.ExternalId</c>.</summary>
    public const int MaxLength = 255;

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the ids by key of the application.</summary>
    public static SortedDictionary<string, string?> Read(string? stored) =>
        stored is null
            ? new(StringComparer.Ordinal)
            : new(JsonSerializer.Deserialize<Dictionary<string, string?>>(stored, _json)!, StringComparer.Ordinal);

    /// <summary>Returns the id that an application knows something by, or null.</summary>
    /// <param name="stored">The stored ids.</param>
    /// <param name="applicationId">Key of the application.</param>
    /// <param name="otherwise">The answer for an application that has said nothing.</param>
    public static string? Of(string? stored, string applicationId, string? otherwise = null) =>
        stored is not null && Read(stored).TryGetValue(applicationId, out var id) ? id : otherwise;

    /// <summary>Returns the stored ids with another one of one application.</summary>
    /// <param name="stored">The stored ids.</param>
    /// <param name="applicationId">Key of the application.</param>
    /// <param name="id">Its id; null if it knows none.</param>
    public static string With(string? stored, string applicationId, string? id)
    {
        var ids = Read(stored);
        ids[applicationId] = id;
        return JsonSerializer.Serialize(ids, _json);
    }
}
