using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.ObjectPool;
using UserAdmin.Web.Api;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>SCIM 2.0 (RFC 7643 and 7644) over HTTP, below <c>/scim/v2</c>.</summary>
internal static class ScimEndpoint
{
    /// <summary>The media type of SCIM.</summary>
    public const string MediaType = "application/scim+json";

    /// <summary>The maximum number of bytes of a body.</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    private const string Root = "/scim/v2";

    private static readonly string[] _methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly DefaultObjectPool<ArrayBufferWriter<byte>> _buffers = new(new Buffers());

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddScim(this IServiceCollection services) =>
        services
            .AddSingleton<ScimPositions>()
            .AddSingleton<ScimUsers>()
            .AddSingleton<ScimUserList>()
            .AddSingleton<ScimGroups>()
            .AddSingleton<ScimDispatcher>();

    /// <summary>Adds the endpoint.</summary>
    public static void MapScim(this IEndpointRouteBuilder routes) =>
        // The key of an application is what opens it (ApiRequests).
        routes
            .MapMethods(Root + "/{**path}", _methods, AnswerAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));

    private static async Task AnswerAsync(HttpContext http, ScimDispatcher dispatcher, ScimPositions positions)
    {
        ScimAnswer answer;
        try
        {
            var address = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{Root}";
            var caller = new ScimCaller(ApiCaller.Of(http), positions, address);
            answer = await dispatcher.AnswerAsync(caller, await ReadAsync(http));
        }
        catch (ScimFault fault)
        {
            answer = new(fault.Status, fault.Body());
        }

        await WriteAsync(http.Response, answer);
    }

    private static async Task<ScimRequest> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        var path = ((string?)request.RouteValues["path"] ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parameters = new Dictionary<string, string>();
        foreach (var (name, values) in request.Query)
        {
            parameters[name.ToLowerInvariant()] = string.Join(',', values.OfType<string>());
        }

        return new(
            request.Method.ToUpperInvariant(),
            path,
            parameters,
            await BodyAsync(http),
            Header(request, "If-Match"),
            Header(request, "If-None-Match")
        );
    }

    private static async Task<JsonObject?> BodyAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Method is "GET" or "DELETE" || request.ContentLength == 0)
        {
            return null;
        }

        var type = request.ContentType?.Split(';')[0].Trim() ?? MediaType;
        if (
            !type.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new ScimFault(415, null, $"The body's Content-Type is {MediaType}, and “{type}” was sent.");
        }

        if (request.ContentLength > LargestBody)
        {
            throw TooLarge();
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + read > LargestBody)
            {
                throw TooLarge();
            }

            await body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }

        try
        {
            DemandWholeTexts(body.GetBuffer().AsSpan(0, (int)body.Length));
            return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: _strict) as JsonObject
                ?? throw ScimFault.Syntax("The body is a JSON object.");
        }
        catch (JsonException broken)
        {
            throw ScimFault.Syntax($"The body is no JSON: {broken.Message}");
        }
    }

    // JSON can write half of a surrogate pair. Nodes find that out only where the text is used.
    private static void DemandWholeTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            throw ScimFault.Syntax("A text of the body has half of a surrogate pair, such as \\ud800.");
        }
    }

    private static async Task WriteAsync(HttpResponse response, ScimAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        if (answer.Version is not null)
        {
            response.Headers.ETag = answer.Version;
        }

        if (answer.Location is not null)
        {
            response.Headers[answer.Status == 201 ? "Location" : "Content-Location"] = answer.Location;
        }

        if (answer.Status == 503)
        {
            response.Headers.RetryAfter = "5";
        }

        if (answer.Body is null)
        {
            return;
        }

        var json = _buffers.Get();
        try
        {
            await using (var writer = new Utf8JsonWriter(json))
            {
                answer.Write(writer);
            }

            response.ContentType = MediaType;
            response.ContentLength = json.WrittenCount;
            await response.Body.WriteAsync(json.WrittenMemory, response.HttpContext.RequestAborted);
        }
        finally
        {
            _buffers.Return(json);
        }
    }

    private static ScimFault TooLarge() => new(413, null, $"The body has more than {LargestBody} bytes.");

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;

    // A list of users is larger than what the garbage collector handles cheaply.
    private sealed class Buffers : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        private const int LargestKept = 1024 * 1024;

        public override ArrayBufferWriter<byte> Create() => new(4 * 1024);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.Clear();
            return obj.Capacity <= LargestKept;
        }
    }
}
