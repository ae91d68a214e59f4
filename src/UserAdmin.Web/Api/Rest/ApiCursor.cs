using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Web.Api.Rest;

/// <summary>
/// Where the next page of a list begins, as a text for addresses. It holds a hash of what was asked for, so that the
/// cursor of one list is not taken for that of another.
/// </summary>
internal static class ApiCursor
{
    private const int HashBytes = 8;
    private const int Longest = 2_000;

    /// <summary>Returns the cursor.</summary>
    /// <param name="asked">The query with its filters and its order, but without its place.</param>
    /// <param name="place">The place, as the query understands it.</param>
    public static string Write(string asked, string place) =>
        Base64Url.EncodeToString([.. HashOf(asked), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>Returns the place, or null if the text is not a cursor of this query.</summary>
    /// <param name="asked">The query, as in <see cref="Write"/>.</param>
    /// <param name="cursor">The text.</param>
    public static string? Read(string asked, string cursor)
    {
        if (cursor.Length > Longest || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        return bytes.Length > HashBytes && HashOf(asked).SequenceEqual(bytes.AsSpan(0, HashBytes))
            ? Encoding.UTF8.GetString(bytes.AsSpan(HashBytes))
            : null;
    }

    private static Span<byte> HashOf(string asked) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(asked)).AsSpan(0, HashBytes);
}
