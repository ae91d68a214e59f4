using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Web.Webhooks;

/// <summary>
/// Publishes the public keys with which receivers check security event tokens, as a JSON Web Key Set (RFC 7517).
/// </summary>
internal static class SecurityEventKeySet
{
    /// <summary>The media type of RFC 7517, section 8.5.1.</summary>
    public const string MediaType = "application/jwk-set+json";

    /// <summary>Adds the endpoint.</summary>
    public static void MapSecurityEventKeys(this IEndpointRouteBuilder routes) =>
        // The keys are public, and receivers have no account here.
        routes.MapGet("/.well-known/jwks.json", (RequestDelegate)SendAsync).AllowAnonymous();

    private static async Task SendAsync(HttpContext http)
    {
        var keys = http.RequestServices.GetRequiredService<ISecurityEventKeys>();
        // A new key signs at once, so receivers may keep what they have read only for a short time.
        http.Response.Headers.CacheControl = "public, max-age=60";
        http.Response.ContentType = MediaType;
        await http.Response.WriteAsync(await keys.PublishedAsync(http.RequestAborted), http.RequestAborted);
    }
}
