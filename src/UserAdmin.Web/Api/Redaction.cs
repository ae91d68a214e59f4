using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Web.Api.Rest;

namespace UserAdmin.Web.Api;

/// <summary>
/// Takes what may be of persons, and every secret, out of requests and answers before they are kept: what remains is
/// their structure, ids, times, numbers, and the words of the protocols. A text that was taken out reads “•••”.
/// </summary>
internal static partial class Redaction
{
    /// <summary>What is read in place of a text.</summary>
    internal const string Taken = "•••";

    /// <summary>The most characters of a body that are kept.</summary>
    internal const int MostKept = 4000;

    private const int MostOfAddress = 2000;

    // Their values are words of the protocols; see RFC 7643 and 7644, and docs/API.md.
    private static readonly FrozenSet<string> _words = new[]
    {
        "op",
        "path",
        "schemas",
        "status",
        "scimType",
        "resourceType",
        "type",
        "code",
        "field",
        "version",
        "method",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // The resources of SCIM, which one endpoint answers for.
    private static readonly FrozenSet<string> _resources = new[]
    {
        "Users",
        "Groups",
        "Me",
        "Bulk",
        "Schemas",
        "ResourceTypes",
        "ServiceProviderConfig",
        ".search",
    }.ToFrozenSet(StringComparer.Ordinal);

    // A request that no endpoint answers, such as one with the wrong method, is found by the words of its address.
    private static readonly Lazy<FrozenSet<string>> _addresses = new(() =>
        ApiCatalogue
            .All.SelectMany(endpoint => endpoint.Route.Split('/'))
            .Where(word => !word.StartsWith('{'))
            .ToFrozenSet(StringComparer.Ordinal)
    );

    private static readonly FrozenSet<string> _parameters = new[]
    {
        "attributes",
        "excludedAttributes",
        "startIndex",
        "count",
        "sortBy",
        "sortOrder",
        "sort",
        "limit",
        "descending",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Numbers and moments that are about a request or a list and never about a person.
    private static readonly FrozenSet<string> _numbers = new[]
    {
        "totalResults",
        "itemsPerPage",
        "startIndex",
        "count",
        "total",
        "limit",
        "position",
        "status",
        "version",
        "seenVersion",
        "failOnErrors",
        "maxOperations",
        "maxPayloadSize",
        "maxResults",
        "requestsPerMinute",
        "created",
        "lastModified",
        "changedAt",
        "createdAt",
        "at",
        "expiresAt",
        "lockedUntil",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] _secrets = ["password", "secret", "token", "hash", "credential", "recovery"];

    private static readonly FrozenSet<string> _sentences = new[] { "detail", "title", "message" }.ToFrozenSet(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Returns path and query of an address as they are kept.</summary>
    /// <param name="path">The path.</param>
    /// <param name="pattern">The pattern of its endpoint, such as <c>/scim/v2/Users/{id}</c>; null if there is
    /// none.</param>
    /// <param name="query">The query, with its question mark.</param>
    public static string Address(string path, string? pattern, string query)
    {
        var known = (pattern ?? "").Trim('/').Split('/');
        var segments = path.Trim('/')
            .Split('/')
            .Select(
                (segment, place) =>
                    place == 0
                    || (place == 1 && segment is "v1" or "v2")
                    || (place < known.Length && segment.Equals(known[place], StringComparison.OrdinalIgnoreCase))
                    || _resources.Contains(segment)
                    || _addresses.Value.Contains(segment)
                    || IsHarmless(segment)
                        ? segment
                        : Taken
            );
        var text = new StringBuilder("/").AppendJoin('/', segments);
        var next = '?';
        foreach (var (name, values) in QueryHelpers.ParseQuery(query))
        {
            foreach (var value in values)
            {
                text.Append(next).Append(Name(name)).Append('=');
                text.Append(
                    _parameters.Contains(name) && Words().IsMatch(value ?? "") ? value
                    : name.Equals("filter", StringComparison.OrdinalIgnoreCase) ? Filter(value ?? "")
                    : IsHarmless(value ?? "") ? value
                    : Taken
                );
                next = '&';
            }
        }

        return Cut(text.ToString(), MostOfAddress);
    }

    /// <summary>Returns a body as it is kept.</summary>
    /// <param name="body">The body, in UTF-8; null if it was too long to be looked at.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="isError">Whether it is an answer that says what is wrong, so that its sentences are ours.</param>
    /// <returns>JSON, or a sentence in parentheses; null if there is no body.</returns>
    public static string? Body(ReadOnlyMemory<byte>? body, long length, bool isError = false)
    {
        if (length == 0)
        {
            return null;
        }

        if (body is not { } bytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"({length} bytes, too long to be kept)");
        }

        JsonNode? node;
        try
        {
            // A property that is there twice is found by walking through.
            node = Redact(JsonNode.Parse(bytes.Span), null, isError);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"({length} bytes that are not JSON)");
        }

        var text = node?.ToJsonString(_readable) ?? "null";
        return text.Length > MostKept ? $"{Cut(text, MostKept)}…" : text;
    }

    // Not in the middle of a character.
    private static string Cut(string text, int most) =>
        text.Length <= most ? text
        : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)]
        : text[..most];

    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static JsonNode? Redact(JsonNode? node, string? name, bool isError)
    {
        switch (node)
        {
            case JsonObject one:
                // An operation on a secret says in its path what its value is.
                var isOfSecret = one["path"] is JsonValue path && IsSecret($"{path}");
                return new JsonObject(
                    one.Select(pair =>
                            KeyValuePair.Create(
                                Name(pair.Key),
                                isOfSecret && pair.Key.Equals("value", StringComparison.OrdinalIgnoreCase)
                                    ? Taken
                                    : Redact(pair.Value, pair.Key, isError)
                            )
                        )
                        .DistinctBy(pair => pair.Key)
                );
            case JsonArray array:
                return new JsonArray([.. array.Select(item => Redact(item, name, isError))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return Text(text, name, isError);
            case JsonValue value when value.GetValueKind() is JsonValueKind.Number:
                return name is not null && _numbers.Contains(name) ? value.DeepClone() : Taken;
            default:
                return node?.DeepClone();
        }
    }

    // Names of properties are chosen by the sender, too.
    private static string Name(string name) => Word().IsMatch(name) ? name : Taken;

    private static string Text(string text, string? name, bool isError) =>
        name is not null && IsSecret(name) ? Taken
        : IsHarmless(text) ? text
        : name is null ? Taken
        : isError && _sentences.Contains(name) ? Quoted().Replace(text, $"“{Taken}”")
        : name.Equals("path", StringComparison.OrdinalIgnoreCase) ? Filter(text)
        : _numbers.Contains(name) && (Moment().IsMatch(text) || Number().IsMatch(text)) ? text
        : _words.Contains(name) && Word().IsMatch(text) ? text
        : Taken;

    private static bool IsSecret(string name) =>
        name.Equals("key", StringComparison.OrdinalIgnoreCase)
        || _secrets.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));

    private static bool IsHarmless(string text) =>
        text.Length == 0
        || bool.TryParse(text, out _)
        || Guid.TryParse(text, out _)
        || text.StartsWith("urn:ietf:params:scim:", StringComparison.OrdinalIgnoreCase)
        || Version().IsMatch(text);

    // Types such as “work”, ids and words without a value stay, because faults are found by them.
    private static string Filter(string text) =>
        Literal().Replace(text, "") is var bare
        && (
            bare.Contains('@', StringComparison.Ordinal)
            || (bare.Contains(' ', StringComparison.Ordinal) && !Operator().IsMatch(bare))
        )
            ? Taken
            : Bare()
                .Replace(
                    Literal().Replace(text, match => IsKept(match.Value) ? match.Value : $"\"{Taken}\""),
                    match => IsHarmless(match.Groups[2].Value) ? match.Value : $"{match.Groups[1].Value}{Taken}"
                );

    private static bool IsKept(string literal) => IsHarmless(literal.Trim('"')) || Literals().IsMatch(literal);

    [GeneratedRegex("""^"(work|home|other|mobile|fax|pager|manager)"$""", RegexOptions.IgnoreCase)]
    private static partial Regex Literals();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"?")]
    private static partial Regex Literal();

    // A value without quotation marks, as some clients send it.
    [GeneratedRegex("""(\b(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+)([^\s"()\[\]]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Bare();

    [GeneratedRegex("""^(W/)?"\d+"$""")]
    private static partial Regex Version();

    [GeneratedRegex(@"\b(eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Operator();

    // The parameters of lists are words and numbers.
    [GeneratedRegex(@"^[A-Za-z0-9_.:$,-]{0,200}$")]
    private static partial Regex Words();

    [GeneratedRegex(@"^\d{1,19}$")]
    private static partial Regex Number();

    // To the last mark: what was quoted may hold marks itself.
    [GeneratedRegex("“.*”", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Za-z0-9_.:$/\[\]#-]{1,120}$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d)?)?$")]
    private static partial Regex Moment();
}
