using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserAdmin.Tool.Api;

/// <summary>The part of the typed client that is not generated.</summary>
/// <param name="http">The client, with the address and the key.</param>
public sealed partial class ApiClient(HttpClient http)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Stops requests.</summary>
    public CancellationToken Cancellation { get; init; }

    // Uri takes dots out of an address, and an empty part names what is above it: DELETE of all instead of one.
    private static string Escape(object? value) =>
        ApiCall.TextOf(value) is var text && (string.IsNullOrWhiteSpace(text) || text is "." or "..")
            ? throw new UnfitAddressException(text)
            : Uri.EscapeDataString(text);

    private async Task<ApiResult<T>> SendAsync<T>(ApiCall call)
    {
        using var request = call.Request();
        var isFile = typeof(T) == typeof(Stream);
        var response = await http.SendAsync(
            request,
            isFile ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead,
            Cancellation
        );
        if (isFile && response.IsSuccessStatusCode)
        {
            // Not disposed: the caller reads the file from it.
            var file = await response.Content.ReadAsStreamAsync(Cancellation);
            return new ApiResult<T>((int)response.StatusCode, response.Headers, "", (T)(object)file, null);
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            return new ApiResult<T>(
                (int)response.StatusCode,
                response.Headers,
                text,
                response.IsSuccessStatusCode && text.Length > 0 ? JsonSerializer.Deserialize<T>(text, Json) : default,
                isProblem ? JsonSerializer.Deserialize<Problem>(text, Json) : null
            );
        }
    }
}

/// <summary>A value cannot be a part of an address: it is empty, or dots only. Nothing was sent.</summary>
/// <param name="text">The value.</param>
public sealed class UnfitAddressException(string text)
    : ArgumentException($"“{text}” cannot be a part of an address.") { }

/// <summary>An answer, whatever its value is.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Text">The body as it was sent; empty for a file.</param>
/// <param name="Problem">Why it was refused, or null.</param>
public abstract record ApiAnswer(int Status, HttpResponseHeaders Headers, string Text, Problem? Problem);

/// <summary>An answer.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Text">The body as it was sent; empty for a file.</param>
/// <param name="Value">The value; default for a refusal.</param>
/// <param name="Problem">Why it was refused, or null.</param>
/// <typeparam name="T">The type of the value; a stream for a file.</typeparam>
public sealed record ApiResult<T>(int Status, HttpResponseHeaders Headers, string Text, T? Value, Problem? Problem)
    : ApiAnswer(Status, Headers, Text, Problem);

/// <summary>A request in the making.</summary>
/// <param name="method">The method.</param>
/// <param name="path">The address.</param>
internal sealed class ApiCall(string method, string path)
{
    private readonly List<string> _query = [];
    private readonly List<(string Name, string Value)> _headers = [];
    private HttpContent? _content;

    /// <summary>Adds a parameter, unless it is null.</summary>
    public void Query(string name, object? value)
    {
        IEnumerable<string> texts =
            value is IEnumerable<string> many ? many
            : value is null ? []
            : [TextOf(value)];
        foreach (var one in texts)
        {
            _query.Add($"{name}={Uri.EscapeDataString(one)}");
        }
    }

    /// <summary>Adds a header, unless it is null.</summary>
    public void Header(string name, object? value)
    {
        if (value is not null)
        {
            _headers.Add((name, TextOf(value)));
        }
    }

    /// <summary>Sets the body.</summary>
    public void Body(object body) =>
        _content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: ApiClient.Json);

    /// <summary>Returns the request.</summary>
    public HttpRequestMessage Request()
    {
        var address = _query.Count == 0 ? path : $"{path}?{string.Join('&', _query)}";
        var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(address, UriKind.Relative))
        {
            Content = _content,
        };
        _headers.ForEach(header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return request;
    }

    /// <summary>Returns a value as it stands in an address.</summary>
    internal static string TextOf(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
            Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
