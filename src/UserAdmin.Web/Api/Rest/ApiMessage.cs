using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Makes a message of a request: of its address, its query string and its body.</summary>
internal static class ApiMessage
{
    /// <summary>The property of every body, and the parameter of every address of a command, with the reason.</summary>
    public const string Reason = "reason";

    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Returns the message as JSON, or what is wrong with the request.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="http">The request.</param>
    public static async Task<(JsonObject? Json, ApiProblem? Problem)> ReadAsync(ApiEndpoint endpoint, HttpContext http)
    {
        var (json, problem) = endpoint.HasBody ? await BodyAsync(endpoint, http) : ([], null);
        if (json is null)
        {
            return (null, problem);
        }

        problem = AddQuery(endpoint, http.Request.Query, json) ?? AddRoute(endpoint, http.Request.RouteValues, json);
        return problem is null ? (json, null) : (null, problem);
    }

    /// <summary>Returns the message, or what is wrong with a value.</summary>
    /// <param name="json">The message as JSON.</param>
    /// <typeparam name="TMessage">The type of the message.</typeparam>
    public static (TMessage? Message, ApiProblem? Problem) Make<TMessage>(JsonObject json)
    {
        try
        {
            return (json.Deserialize<TMessage>(ApiJson.Options), null);
        }
        catch (JsonException fault)
        {
            // Its message can hold names that were sent, but no values.
            var field = fault.Path is { Length: > 2 } path ? path[2..] : null;
            return (
                default,
                fault.Message.Contains("missing required", StringComparison.Ordinal)
                    ? ApiProblem.Bad(
                        "message.value-missing",
                        $"A value is missing: {NamesIn(fault.Message)}. Send the command or query with all of its "
                            + "values.",
                        NamesIn(fault.Message),
                        StatusCodes.Status422UnprocessableEntity
                    )
                : fault.Message.Contains("could not be mapped", StringComparison.Ordinal)
                    ? Unknown(NamesIn(fault.Message))
                : ApiProblem.Bad(
                    "api.value",
                    "This value is not of the type that the document of the API says, or is none of its choices. "
                        + "Correct it.",
                    field
                )
            );
        }
    }

    private static async Task<(JsonObject? Json, ApiProblem? Problem)> BodyAsync(ApiEndpoint endpoint, HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return ([], null);
        }

        if (!http.Request.HasJsonContentType())
        {
            return (
                null,
                ApiProblem.Bad(
                    "api.media-type",
                    "Send the body as JSON, with “Content-Type: application/json”.",
                    status: StatusCodes.Status415UnsupportedMediaType
                )
            );
        }

        try
        {
            if (await JsonNode.ParseAsync(http.Request.Body, null, _strict, http.RequestAborted) is not JsonObject json)
            {
                return (null, ApiProblem.Bad("api.not-an-object", "The body has to be a JSON object."));
            }

            var known = endpoint.Fields.Where(field => field.Source == ApiSource.Body).Select(field => field.Json);
            var unknown = json.Select(property => property.Key)
                .Except(endpoint.IsCommand ? known.Append(Reason) : known)
                .FirstOrDefault();
            return unknown is null ? (json, null) : (null, Unknown(unknown));
        }
        catch (JsonException)
        {
            return (null, ApiProblem.Bad("api.not-json", "The body is not valid JSON, or names a property twice."));
        }
    }

    private static ApiProblem? AddRoute(ApiEndpoint endpoint, RouteValueDictionary values, JsonObject json)
    {
        foreach (var field in endpoint.Fields.Where(field => field.Source == ApiSource.Route))
        {
            if (ApiField.Parse(field.Property.PropertyType, values[field.Parameter] as string ?? "") is not { } value)
            {
                return NotA(field.Parameter);
            }

            json[field.Json] = value;
        }

        return null;
    }

    private static ApiProblem? AddQuery(ApiEndpoint endpoint, IQueryCollection query, JsonObject json)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in endpoint.Fields.Where(field => field.Source == ApiSource.Query))
        {
            foreach (var part in field.Parts)
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(part.Name);
                if (query.TryGetValue(name, out var sent) && read.Add(name))
                {
                    if (json[field.Json] is not JsonObject whole)
                    {
                        json[field.Json] = whole = [];
                    }

                    if (Value(part.PropertyType, sent) is not { } value)
                    {
                        return NotA(name);
                    }

                    whole[name] = value;
                }
            }

            if (
                field.Parts.Count == 0
                && query.TryGetValue(field.Parameter, out var texts)
                && read.Add(field.Parameter)
            )
            {
                var value = field.IsMany
                    ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))])
                    : Value(field.Property.PropertyType, texts);
                if (value is null)
                {
                    return NotA(field.Parameter);
                }

                json[field.Json] = value;
            }
        }

        if (endpoint.IsCommand && !endpoint.HasBody && query.TryGetValue(Reason, out var reason) && read.Add(Reason))
        {
            json[Reason] = reason.ToString();
        }

        return query
            .Keys.Where(key =>
                !read.Contains(key)
                && !endpoint.Fields.Any(field =>
                    field.Source is ApiSource.Paging or ApiSource.Descending && field.Parameter == key
                )
            )
            .Select(Unknown)
            .FirstOrDefault();
    }

    private static JsonNode? Value(Type type, Microsoft.Extensions.Primitives.StringValues texts) =>
        texts.Count == 1 ? ApiField.Parse(type, texts[0]!) : null;

    private static ApiProblem NotA(string parameter) =>
        ApiProblem.Bad(
            "api.parameter",
            $"The parameter “{parameter}” has no such value, or is there twice.",
            parameter
        );

    private static ApiProblem Unknown(string name) =>
        ApiProblem.Bad("api.unknown-property", $"There is no “{name}” here. Remove it, or correct its name.", name);

    // The serializer names the property in quotation marks, and the path leads to what it belongs to.
    private static string NamesIn(string message) =>
        string.Join(", ", message.Split('\'', '"').Where((_, at) => at % 2 == 1).Where(name => !name.Contains('.')));
}
