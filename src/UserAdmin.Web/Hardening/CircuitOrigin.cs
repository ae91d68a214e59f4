namespace UserAdmin.Web.Hardening;

/// <summary>
/// Refuses circuits for pages of other sites. A browser lets any page open a websocket to any host and sends the
/// cookies along, so the server has to check the Origin header.
/// </summary>
internal sealed partial class CircuitOrigin(RequestDelegate next, ILogger<CircuitOrigin> logger)
{
    /// <summary>Lets a request pass, or answers it with 403.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/_blazor") || IsOurs(http.Request))
        {
            return next(http);
        }

        LogRefused(
            BoundedConsole.Clean(http.Request.Headers.Origin.ToString(), 200),
            BoundedConsole.Clean(http.Request.Host.ToString(), 200)
        );
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Returns whether the request comes from a page of this console. A program that is not a browser sends no origin.
    /// It is allowed, because it does not carry another person's cookies.
    /// </summary>
    internal static bool IsOurs(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site")
        && (
            request.Headers.Origin is not { Count: > 0 } origin
            || (
                Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var page)
                && page.Scheme is "http" or "https"
                // An untrusted proxy may terminate TLS, so an https origin is accepted for an http request. The reverse
                // is refused, because the page was not protected.
                && (page.Scheme == request.Scheme || !request.IsHttps)
                && string.Equals(
                    page.Authority,
                    new UriBuilder($"{page.Scheme}://{request.Host}").Uri.Authority,
                    StringComparison.OrdinalIgnoreCase
                )
            )
        );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused a circuit to a page of {Origin}, because this console is at {Host}. If they are the same, "
            + "the proxy in front has to pass the Host header on unchanged."
    )]
    private partial void LogRefused(string origin, string host);
}
