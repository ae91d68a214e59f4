using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace UserAdmin.Web.Hardening;

/// <summary>What the security headers cannot know by themselves.</summary>
internal sealed class SecurityHeaderOptions
{
    /// <summary>
    /// Origins a form may lead to besides this console. Browsers check them after redirects too: the authority of an
    /// external sign-in belongs here.
    /// </summary>
    public IList<string> FormTargets { get; } = [];

    /// <summary>Value of <c>Strict-Transport-Security</c> under HTTPS; empty for none.</summary>
    public string StrictTransportSecurity { get; set; } = "max-age=31536000; includeSubDomains";
}

/// <summary>
/// Puts the headers of the OWASP Secure Headers Project on every answer: pages, redirects, files and errors. A startup
/// filter, because the answers of host filtering come from before any middleware of ours.
/// </summary>
internal sealed class SecurityHeaders(IOptions<SecurityHeaderOptions> options) : IStartupFilter
{
    // What the console has no use for, and what passkeys and "Copy" need; names that Chromium does not know would be
    // complained about.
    private const string Permissions =
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
        + "clipboard-write=(self), display-capture=(), encrypted-media=(), "
        + "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), "
        + "picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), "
        + "screen-wake-lock=(), serial=(), sync-xhr=(), usb=(), "
        + "xr-spatial-tracking=()";

    private readonly Lazy<string> _policy = new(() => Policy(options.Value.FormTargets));

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (HttpContext http, RequestDelegate rest) =>
                {
                    // Callbacks run last in, first out: nobody sets anything after this one, and an error page that
                    // clears the headers gets them again.
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

    /// <summary>The one Content-Security-Policy.</summary>
    /// <param name="formTargets">Origins a form may lead to besides this console.</param>
    internal static string Policy(IEnumerable<string> formTargets) =>
        string.Join(
            "; ",
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
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
        headers.ContentSecurityPolicy = _policy.Value;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        // A page may be stricter.
        headers.TryAdd("Referrer-Policy", "same-origin");
        // Files and style sheets say themselves how long they keep; whatever says nothing may name people.
        headers.TryAdd(HeaderNames.CacheControl, "no-store");
        if (
            http.Request.IsHttps
            && options.Value.StrictTransportSecurity is { Length: > 0 } strict
            && !IsThisMachine(http.Request.Host)
        )
        {
            headers.StrictTransportSecurity = strict;
        }
    }

    // Browsers would hold every other program on the same machine to it.
    private static bool IsThisMachine(HostString host) => host.Host is "localhost" or "127.0.0.1" or "[::1]";
}
