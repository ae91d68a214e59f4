using System.Buffers.Text;
using System.Text;

namespace UserAdmin.Web.Bulk;

/// <summary>
/// Keys of a few users in an address. A UUID takes 22 characters instead of 36, so that 200 of them still fit the line
/// that every server accepts.
/// </summary>
internal static class BulkIds
{
    /// <summary>Most keys that an address carries.</summary>
    public const int Most = 200;

    private const char Separator = '.';
    private const char Other = '~';

    /// <summary>The keys as text.</summary>
    public static string Encode(IEnumerable<string> userIds) =>
        string.Join(
            Separator,
            userIds.Select(id =>
                Guid.TryParseExact(id, "D", out var key) && key.ToString("D") == id
                    ? Base64Url.EncodeToString(key.ToByteArray(bigEndian: true))
                    : Other + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))
            )
        );

    /// <summary>The keys of a text; those that make no sense are left out.</summary>
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
