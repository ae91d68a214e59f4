using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>
/// Which part of a list is asked for: by number (RFC 7644, section 3.4.2.4) or by cursor (RFC 9865).
/// </summary>
/// <param name="Offset">How many to skip, 0 or more.</param>
/// <param name="Count">How many are wanted, 0 to <see cref="Most"/>.</param>
/// <param name="IsByCursor">Whether the answer has cursors.</param>
/// <param name="Place">Where a cursor says to go on; null at the beginning.</param>
/// <param name="List">A text that tells lists apart; cursors belong to one list.</param>
internal sealed record ScimPage(int Offset, int Count, bool IsByCursor, string? Place, string List)
{
    /// <summary>The schema of the message.</summary>
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>The maximum number of resources in an answer.</summary>
    public const int Most = 1_000;

    /// <summary>The number of resources in an answer unless the client says otherwise.</summary>
    public const int Usual = 100;

    /// <summary>Reads what a request says.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ScimFault">A number is none, or the cursor is not one of this list.</exception>
    public static ScimPage Read(ScimRequest request)
    {
        var count = Math.Clamp(Number(request, "count") ?? Usual, 0, Most);
        var list = ListOf(request);
        if (request.Parameter("cursor") is not { } cursor)
        {
            return new(Math.Max(Number(request, "startindex") ?? 1, 1) - 1, count, false, null, list);
        }

        if (cursor.Length == 0)
        {
            return new(0, count, true, null, list);
        }

        if (Decoded(cursor)?.Split('\n') is not [var of, var counted, var place] || of != list)
        {
            throw new ScimFault(400, "invalidCursor", "The cursor is none of this list. Begin with an empty one.");
        }

        return counted == $"{count}"
            ? new(0, count, true, place, list)
            : throw new ScimFault(400, "invalidCount", $"The cursor belongs to a list in pages of {counted}.");
    }

    /// <summary>Returns the answer.</summary>
    /// <param name="total">How many match.</param>
    /// <param name="resources">Those of this page.</param>
    /// <param name="next">Where the next page begins; null if there is none.</param>
    /// <param name="previous">Where the page before begins; null if there is none.</param>
    public ScimAnswer Answer(int total, JsonArray resources, string? next = null, string? previous = null)
    {
        var body = Head(total, resources.Count, next, previous);
        body["Resources"] = resources;
        return new(200, body);
    }

    /// <summary>Returns the answer with resources that are written when it is sent.</summary>
    /// <param name="total">How many match.</param>
    /// <param name="count">How many are on this page.</param>
    /// <param name="resources">Writes those of this page, as an array.</param>
    /// <param name="next">Where the next page begins; null if there is none.</param>
    /// <param name="previous">Where the page before begins; null if there is none.</param>
    public ScimAnswer Answer(
        int total,
        int count,
        Action<Utf8JsonWriter> resources,
        string? next = null,
        string? previous = null
    ) => new(200, Head(total, count, next, previous)) { Resources = resources };

    /// <summary>Answers from a list that is in memory.</summary>
    /// <param name="all">All resources that match, in order.</param>
    /// <param name="resources">Returns what is answered of some.</param>
    public ScimAnswer AnswerFrom<T>(IReadOnlyList<T> all, Func<IReadOnlyList<T>, JsonArray> resources)
    {
        var offset = int.TryParse(Place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : Offset;
        var items = all.Skip(offset).Take(Count).ToList();
        return Answer(
            all.Count,
            resources(items),
            offset + Count < all.Count && Count > 0 ? $"{offset + Count}" : null,
            offset > 0 && Count > 0 ? $"{Math.Max(0, offset - Count)}" : null
        );
    }

    private JsonObject Head(int total, int count, string? next, string? previous)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(Schema), ["totalResults"] = total };
        if (IsByCursor)
        {
            Put(body, "nextCursor", next);
            Put(body, "previousCursor", previous);
        }
        else
        {
            body["startIndex"] = Offset + 1;
        }

        body["itemsPerPage"] = count;
        return body;
    }

    private void Put(JsonObject body, string name, string? place)
    {
        if (place is not null)
        {
            body[name] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{List}\n{Count}\n{place}"));
        }
    }

    private static string? Decoded(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;

    private static string ListOf(ScimRequest request)
    {
        var what = string.Join('\n', ((string[])["filter", "sortby", "sortorder"]).Select(request.Parameter));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 8));
    }

    private static int? Number(ScimRequest request, string name) =>
        request.Parameter(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
        : throw ScimFault.Value($"“{name}” is a whole number, and “{text}” was sent.");
}
