namespace UserAdmin.Web.Hardening;

/// <summary>
/// Answers HEAD like GET, without the body (RFC 9110, section 9.3.2), because pages and endpoints only handle GET.
/// </summary>
internal sealed class HeadRequests : IStartupFilter
{
    /// <summary>
    /// Adds the middleware in front of everything, including routing, which would find no endpoint for HEAD.
    /// </summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(AnswerAsync);
            next(app);
        };

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var body = http.Response.Body;
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Response.Body = body;
        }
    }
}
