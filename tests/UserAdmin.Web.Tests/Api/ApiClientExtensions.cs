using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Tests.Api;

/// <summary>Requests of tests.</summary>
internal static class ApiClientExtensions
{
    /// <summary>Sends a request to the API.</summary>
    /// <param name="client">The client.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The address below <c>api/v1/</c>.</param>
    /// <param name="body">The body, or null.</param>
    /// <param name="headers">Further headers.</param>
    public static async Task<ApiReply> CallAsync(
        this HttpClient client,
        string method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(method),
            new Uri("api/v1/" + path, UriKind.Relative)
        )
        {
            Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await client.SendAsync(request, Xunit.TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);
        return new ApiReply(response, text);
    }

    /// <summary>Creates a user.</summary>
    /// <returns>The user's id.</returns>
    public static async Task<string> CreateUserAsync(this HttpClient client, string name)
    {
        var reply = await client.CallAsync(
            "POST",
            "users",
            new
            {
                userName = name,
                email = $"{name}@example.com",
                displayName = $"Person {name}",
            },
            ("Prefer", "wait=10")
        );
        reply.ShouldBe(201);
        return reply.Json["id"]!.GetValue<string>();
    }
}

/// <summary>An answer of the API.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Text">Its body.</param>
internal sealed record ApiReply(HttpResponseMessage Response, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The code of a problem.</summary>
    public string? Code => Json["code"]?.GetValue<string>();

    /// <summary>Requires a status.</summary>
    public ApiReply ShouldBe(int status)
    {
        ((int)Response.StatusCode).ShouldBe(status, Text);
        return this;
    }

    /// <summary>Requires a problem.</summary>
    public ApiReply ShouldBe(int status, string code)
    {
        ShouldBe(status);
        Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        Code.ShouldBe(code, Text);
        Json["type"]!.GetValue<string>().ShouldBe("urn:useradmin:error:" + code);
        Json["status"]!.GetValue<int>().ShouldBe(status);
        return this;
    }

    /// <summary>Returns a header; null if there is none.</summary>
    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Returns the body as an object.</summary>
    public T As<T>() => JsonSerializer.Deserialize<T>(Text, JsonSerializerOptions.Web)!;
}
