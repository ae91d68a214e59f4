using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Web.Api.Rest;

namespace UserAdmin.Web.Api;

/// <summary>
/// Answers requests of applications that go wrong before or outside their endpoint: <c>application/problem+json</c>
/// (RFC 9457) for the API, the error message of SCIM (RFC 7644, section 3.12) below <c>/scim</c>.
/// </summary>
internal static class ApiFaults
{
    /// <summary>Where the API is.</summary>
    public static readonly PathString Api = "/api";

    /// <summary>Where SCIM is.</summary>
    public static readonly PathString Scim = "/scim";

    /// <summary>Returns whether a request is one of an application, whose answers are never pages.</summary>
    public static bool IsOfApplication(HttpRequest request) => request.Path.StartsWithSegments(Api) || IsScim(request);

    /// <summary>Writes the answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status of HTTP, 400 or more.</param>
    /// <param name="error">What is wrong and what to do.</param>
    public static Task WriteAsync(HttpContext http, int status, Error error)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        JsonObject body;
        if (IsScim(http.Request))
        {
            http.Response.ContentType = "application/scim+json";
            body = new()
            {
                ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
                ["status"] = $"{status}",
                ["detail"] = error.Message,
            };
        }
        else
        {
            http.Response.ContentType = "application/problem+json";
            body = new()
            {
                ["type"] = ApiProblem.TypePrefix + error.Code,
                ["title"] = error.Message,
                ["status"] = status,
                ["code"] = error.Code,
            };
        }

        return http.Response.WriteAsync(body.ToJsonString(JsonSerializerOptions.Web), http.RequestAborted);
    }

    private static bool IsScim(HttpRequest request) => request.Path.StartsWithSegments(Scim);
}
