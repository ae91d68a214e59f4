namespace UserAdmin.Web.Hardening;

/// <summary>
/// Refuses circuits to pages of other sites. A browser lets any page open a websocket anywhere and sends the cookies
/// along, so the server has to look at the origin that the browser names.
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
    /// Whether the request comes from a page of this console. A program that is no browser sends no origin; it is let
    /// through, because it carries no other person's cookies.
    /// </summary>
    internal static bool IsOurs(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site")
        && (
            request.Headers.Origin is not { Count: > 0 } origin
            || (
                Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var page)
                && page.Scheme is "http" or "https"
                // A proxy may end the encryption without being trusted to say so; the other way round, the page was not
                // protected.
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
