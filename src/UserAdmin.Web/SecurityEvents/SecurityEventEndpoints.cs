using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Web.SecurityEvents;

/// <summary>
/// What receivers of security event tokens need to check them: the public keys (RFC 7517), and where those are (OpenID
/// Shared Signals Framework 1.0, section 7). Anybody may read them.
/// </summary>
internal static class SecurityEventEndpoints
{
    /// <summary>The address of the keys.</summary>
    internal const string Keys = ".well-known/jwks.json";

    /// <summary>The address of what tells about the sender.</summary>
    internal const string Configuration = ".well-known/ssf-configuration";

    private const string OfPath = ".well-known/ssf-configuration/{**path}";

    private static readonly string[] _methods = ["urn:ietf:rfc:8935"];

    public static void MapSecurityEvents(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                Keys,
                async (HttpContext http, ISecurityEventKeys keys) =>
                {
                    // Receivers may keep them for a while, and ask again when a token names a key that they lack.
                    http.Response.Headers.CacheControl = "public, max-age=300";
                    return TypedResults.Text(
                        await keys.PublishedAsync(http.RequestAborted),
                        MediaTypeNames.Application.Json
                    );
                }
            )
            .AllowAnonymous();
        routes
            .MapGet(Configuration, (HttpContext http, ISecurityEventKeys keys) => Described(http, keys))
            .AllowAnonymous();
        // Of an issuer with a path, the path stands behind the well-known part (RFC 8615).
        routes
            .MapGet(
                OfPath,
                IResult (HttpContext http, string path, ISecurityEventKeys keys) =>
                    new Uri(keys.Issuer).AbsolutePath.Trim('/') is { Length: > 0 } own && own == path.Trim('/')
                        ? Described(http, keys)
                        : TypedResults.NotFound()
            )
            .AllowAnonymous();
    }

    private static JsonHttpResult<Dictionary<string, object>> Described(HttpContext http, ISecurityEventKeys keys)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Json(
            new Dictionary<string, object>
            {
                ["spec_version"] = "1_0",
                ["issuer"] = keys.Issuer,
                ["jwks_uri"] = $"{keys.Issuer}/{Keys}",
                // RFC 8935.
                ["delivery_methods_supported"] = _methods,
            }
        );
    }
}
