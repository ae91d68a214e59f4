using System.Diagnostics;
using System.Globalization;
using UserAdmin.Applications.Requests;

namespace UserAdmin.Web.Api;

/// <summary>
/// Takes note of a request and its answer for administrators. Their texts are taken out later, outside the request.
/// </summary>
internal sealed class RequestLogging(RequestLog log, TimeProvider time)
{
    // The status that some servers log for a client that went away before its answer.
    private const int ClientGone = 499;

    /// <summary>Runs the rest of the request and takes note of it.</summary>
    public async Task PassAsync(HttpContext http, Func<Task> next)
    {
        var (request, response) = (http.Request.Body, http.Response.Body);
        using var sent = new CopiedBody(request);
        using var answered = new CopiedBody(response);
        (http.Request.Body, http.Response.Body) = (sent, answered);
        var (at, began) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        try
        {
            await next();
        }
        finally
        {
            (http.Request.Body, http.Response.Body) = (request, response);
            Note(http, sent, answered, at, Stopwatch.GetElapsedTime(began));
        }
    }

    // What is refused by its headers is never read.
    private static string? Unread(long? length) =>
        length > 0 ? string.Create(CultureInfo.InvariantCulture, $"({length} bytes, not read)") : null;

    private void Note(HttpContext http, CopiedBody sent, CopiedBody answered, DateTimeOffset at, TimeSpan took)
    {
        var application = ApiCaller.Of(http).Application;
        var (method, path, query) = (http.Request.Method, http.Request.Path, http.Request.QueryString);
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = http.RequestAborted.IsCancellationRequested ? ClientGone : http.Response.StatusCode;
        var length = http.Request.ContentLength;
        var address = http.Connection.RemoteIpAddress?.ToString();
        log.Add(
            application.Id,
            () =>
                new ApplicationRequest(
                    Guid.CreateVersion7(at).ToString(),
                    application.Id,
                    application.KeyId,
                    at,
                    method,
                    Redaction.Address(path.Value ?? "", pattern, query.Value ?? ""),
                    status,
                    (int)Math.Min(took.TotalMicroseconds, int.MaxValue),
                    address,
                    Redaction.Body(sent.Copy, sent.Passed) ?? Unread(length),
                    Redaction.Body(answered.Copy, answered.Passed, status >= 400)
                )
        );
    }
}
