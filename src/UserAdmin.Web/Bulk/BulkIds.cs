using System.Buffers.Text;
using System.Text;

namespace UserAdmin.Web.Bulk;

/// <summary>
/// Encodes the keys of a few users in an address. A UUID takes 22 characters instead of 36, so that 200 keys fit into
/// an address that every server accepts.
/// </summary>
internal static class BulkIds
{
    /// <summary>The maximum number of keys in an address.</summary>
    public const int Most = 200;

    private const char Separator = '.';
    private const char Other = '~';

    /// <summary>Encodes keys as text.</summary>
    public static string Encode(IEnumerable<string> userIds) =>
        string.Join(
            Separator,
            userIds.Select(id =>
                Guid.TryParseExact(id, "D", out var key) && key.ToString("D") == id
                    ? Base64Url.EncodeToString(key.ToByteArray(bigEndian: true))
                    : Other + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))
            )
        );

    /// <summary>Decodes the keys of a text; invalid ones are left out.</summary>
    public static IReadOnlyList<string> Decode(string text) =>
        [.. text.Split(Separator, Most + 1).Take(Most).Select(DecodeOne).OfType<string>().Distinct()];

    private static string? DecodeOne(string text)
    {
        var isOther = text.StartsWith(Other);
        var encoded = text.AsSpan(isOther ? 1 : 0);
        if (encoded.IsEmpty || !Base64Url.IsValid(encoded))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(encoded);
        return isOther ? Encoding.UTF8.GetString(bytes)
            : bytes.Length == 16 ? new Guid(bytes, bigEndian: true).ToString("D")
            : null;
    }
}
