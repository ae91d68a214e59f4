using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace UserAdmin.Web.Hardening;

/// <summary>Set by a page whose own script writes style elements: what each of them has to hold.</summary>
/// <param name="Value">A number used once, as base64.</param>
internal sealed record StyleNonce(string Value);

/// <summary>The configurable parts of the security headers.</summary>
internal sealed class SecurityHeaderOptions
{
    /// <summary>
    /// Origins that a form may lead to besides this console. Browsers check redirects too, so the authority of an
    /// external sign-in belongs here.
    /// </summary>
    public IList<string> FormTargets { get; } = [];

    /// <summary>
    /// Value of <c>Strict-Transport-Security</c> under HTTPS; empty for none. Null for a year with subdomains, or for
    /// none below a path: browsers apply the header to the whole host, which is then another program's.
    /// </summary>
    public string? StrictTransportSecurity { get; set; }
}

/// <summary>
/// Adds the headers of the OWASP Secure Headers Project to every response: pages, redirects, files and errors. It is a
/// startup filter, because host filtering responds before any of our middleware.
/// </summary>
internal sealed class SecurityHeaders(IOptions<SecurityHeaderOptions> options) : IStartupFilter
{
    // Denies the features that the console does not use, and allows those that passkeys and "Copy" need. Chromium would
    // warn about unknown names.
    private const string Permissions =
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
        + "clipboard-write=(self), display-capture=(), encrypted-media=(), "
        + "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), "
        + "picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), "
        + "screen-wake-lock=(), serial=(), sync-xhr=(), usb=(), "
        + "xr-spatial-tracking=()";

    private const string Styles = "style-src 'self'";

    private readonly Lazy<string> _policy = new(() => Policy(options.Value.FormTargets));

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (HttpContext http, RequestDelegate rest) =>
                {
                    // Callbacks run last in, first out, so nothing is set after this one, and an error page that clears
                    // the headers gets them again.
                    http.Response.OnStarting(() =>
                    {
                        Set(http);
                        return Task.CompletedTask;
                    });
                    return rest(http);
                }
            );
            next(app);
        };

    /// <summary>Returns the one Content-Security-Policy.</summary>
    /// <param name="formTargets">Origins that a form may lead to besides this console.</param>
    internal static string Policy(IEnumerable<string> formTargets) =>
        string.Join(
            "; ",
            [
                "default-src 'none'",
                "script-src 'self'",
                Styles,
                // MudBlazor writes style attributes on popovers and dialogs. No style element is allowed, and an
                // attribute alone cannot select other elements.
                "style-src-attr 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                $"form-action {string.Join(' ', formTargets.Prepend("'self'"))}",
                "base-uri 'self'",
                "object-src 'none'",
                "frame-ancestors 'none'",
            ]
        );

    private void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = http.Features.Get<StyleNonce>() is { } nonce
            ? _policy.Value.Replace(Styles, $"{Styles} 'nonce-{nonce.Value}'", StringComparison.Ordinal)
            : _policy.Value;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        // A page may be stricter.
        headers.TryAdd("Referrer-Policy", "same-origin");
        // Files and style sheets set their own cache headers; a response without them may contain personal data.
        headers.TryAdd(HeaderNames.CacheControl, "no-store");
        if (
            http.Request.IsHttps
            && StrictTransportOf(http.Request) is { Length: > 0 } strict
            && !IsThisMachine(http.Request.Host)
        )
        {
            headers.StrictTransportSecurity = strict;
        }
    }

    private string StrictTransportOf(HttpRequest request) =>
        options.Value.StrictTransportSecurity
        ?? (request.PathBase.HasValue ? "" : "max-age=31536000; includeSubDomains");

    // Browsers would apply it to every other program on the same machine.
    private static bool IsThisMachine(HostString host) => host.Host is "localhost" or "127.0.0.1" or "[::1]";
}
