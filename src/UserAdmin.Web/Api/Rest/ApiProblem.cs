using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Web.Users.History;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Why a request of the API was refused: a problem as RFC 9457 has it, with every error.</summary>
/// <param name="Status">The status of HTTP, 400 or more.</param>
/// <param name="Errors">The errors, at least one; the first gives the problem its type and title.</param>
internal sealed record ApiProblem(int Status, IReadOnlyList<Error> Errors)
{
    /// <summary>The beginning of the URI that is a problem's type; the error's code follows.</summary>
    public const string TypePrefix = "urn:useradmin:error:";

    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Returns the problem of a refused message.</summary>
    /// <param name="errors">The errors.</param>
    public static ApiProblem Of(IReadOnlyList<Error> errors) => new(ApiStatus.Of(errors[0].Code), errors);

    /// <summary>Returns the problem of a request that no message could be made of.</summary>
    /// <param name="code">The code, which begins with <c>api.</c>.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="field">The part of the request.</param>
    /// <param name="status">The status of HTTP.</param>
    public static ApiProblem Bad(
        string code,
        string message,
        string? field = null,
        int status = StatusCodes.Status400BadRequest
    ) => new(status, [new Error(code, message, field)]);

    /// <summary>Writes the answer.</summary>
    /// <param name="http">The request.</param>
    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(Body().ToJsonString(JsonSerializerOptions.Web), http.RequestAborted);
    }

    private JsonObject Body() =>
        new()
        {
            ["type"] = TypePrefix + Errors[0].Code,
            ["title"] = Words(Errors[0]),
            ["status"] = Status,
            ["code"] = Errors[0].Code,
            ["errors"] = new JsonArray([.. Errors.Select(Item)]),
        };

    // The sentence of the core is for whoever has a form before them.
    private static string Words(Error error) =>
        error is StaleEdit stale
            ? T(
                $"{HistoryText.ActorAlone(stale.ChangedBy)} changed this to “{stale.Current}” at "
                    + $"{stale.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, "
                    + $"after the version that this change is based on. Nothing was changed. To put your value in its "
                    + $"place, send it with the present version as If-Match."
            )
            : FromCore(error.Message);

    private static JsonObject Item(Error error)
    {
        var item = new JsonObject
        {
            ["code"] = error.Code,
            ["message"] = Words(error),
            ["field"] = error.Field is null ? null : JsonNamingPolicy.CamelCase.ConvertName(error.Field),
        };
        if (error is StaleEdit stale)
        {
            item["current"] = stale.Current;
            item["changedBy"] = stale.ChangedBy;
            item["changedAt"] = stale.ChangedAt;
            item["version"] = stale.Version;
        }

        return item;
    }
}
