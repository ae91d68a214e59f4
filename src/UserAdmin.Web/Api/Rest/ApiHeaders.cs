using System.Globalization;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Api.Rest;

/// <summary>The headers of requests and answers.</summary>
internal static class ApiHeaders
{
    /// <summary>Of an answer: the position in the log that it has, or that it made.</summary>
    public const string Position = "UserAdmin-Position";

    /// <summary>Of an answer: <c>true</c> if it does not include what was asked for.</summary>
    public const string Stale = "UserAdmin-Stale";

    /// <summary>Of a query: the position that the answer should include.</summary>
    public const string AtLeast = "UserAdmin-At-Least";

    /// <summary>Of a command: why.</summary>
    public const string Reason = "UserAdmin-Reason";

    /// <summary>The longest that <c>Prefer: wait</c> waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What a request with another <see cref="AtLeast"/> than a position is answered with.</summary>
    public static ApiProblem BadPosition { get; } =
        ApiProblem.Bad("api.position", "Send a position as it was answered, a whole number.", AtLeast);

    /// <summary>
    /// Returns the link to the next page of a list (RFC 8288, relation <c>next</c> of RFC 5005): the address of the
    /// request with another cursor, without scheme and host, as in <c>Location</c>.
    /// </summary>
    /// <param name="http">The request, a GET.</param>
    /// <param name="cursor">The cursor of the next page.</param>
    public static string NextOf(HttpContext http, string cursor)
    {
        var request = http.Request;
        // Written anew, so that no character of the request ends the link.
        var query = QueryString.Create(
            request
                .Query.Where(one => !one.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))
                .Append(new("cursor", cursor))
        );
        return $"<{request.PathBase.Add(request.Path).ToUriComponent()}{query.ToUriComponent()}>; rel=\"next\"";
    }

    /// <summary>
    /// Returns the version that the request is based on: the number at the beginning of the tag; null if there is no
    /// such header or it names no version.
    /// </summary>
    public static long? VersionOf(HttpContext http)
    {
        var tag = http.Request.Headers.IfMatch.ToString().Trim();
        tag = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
        return
            tag is ['"', .. var inner, '"']
            && long.TryParse(inner.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }

    /// <summary>Returns the problem of a request that names no version.</summary>
    public static ApiProblem NoVersion(HttpContext http) =>
        http.Request.Headers.IfMatch.Count == 0
            ? ApiProblem.Bad(
                "api.version-missing",
                "Say which version the change is based on: read it first, and send its ETag as If-Match. What others "
                    + "have changed since is kept, and a field that both changed is refused.",
                "If-Match",
                StatusCodes.Status428PreconditionRequired
            )
            : ApiProblem.Bad(
                "api.version-invalid",
                "This If-Match names no version. Send the ETag as it was answered, with its quotation marks.",
                "If-Match"
            );

    /// <summary>
    /// Returns the position that the answer should include, 0 for none; null if the header is not a position.
    /// </summary>
    public static long? AtLeastOf(HttpContext http) =>
        !http.Request.Headers.TryGetValue(AtLeast, out var sent) ? 0
        : long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : null;

    /// <summary>Returns how long the sender wants to wait for the read model (RFC 7240); null for not at all.</summary>
    public static TimeSpan? WaitOf(HttpContext http)
    {
        foreach (var preference in http.Request.Headers["Prefer"].SelectMany(line => (line ?? "").Split(',')))
        {
            if (
                preference.Split(';')[0].Split('=') is [var name, var value]
                && name.Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(
                    value.Trim().Trim('"'),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var seconds
                )
            )
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
            }
        }

        return null;
    }

    /// <summary>
    /// Returns the reason, of the header (as it is, percent-encoded, or as in RFC 8187) or of the property
    /// <c>reason</c>, which it takes out of a body whose message has none.
    /// </summary>
    public static (string? Reason, ApiProblem? Problem) ReasonOf(
        HttpContext http,
        ApiEndpoint endpoint,
        JsonObject json
    )
    {
        string? reason = null;
        if (http.Request.Headers.TryGetValue(Reason, out var sent))
        {
            var text = sent.ToString().Trim();
            var isExtended = text.StartsWith("UTF-8''", StringComparison.OrdinalIgnoreCase);
            reason = Uri.UnescapeDataString(isExtended ? text[7..] : text);
        }

        if (
            endpoint.Fields.Any(field => field.Json == ApiMessage.Reason)
            || !json.Remove(ApiMessage.Reason, out var node)
        )
        {
            return (reason, null);
        }

        return node is null ? (reason, null)
            : node is JsonValue value && value.TryGetValue<string>(out var told) ? (told, null)
            : (null, ApiProblem.Bad("api.value", "The reason has to be a text.", ApiMessage.Reason));
    }
}
