using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Answers an unreadable request with 400 and a page, and not with an exception and its stack trace in the log, so that
/// strangers cannot fill the log. Forms are read here, before anything else reads them.
/// </summary>
internal static class BadRequests
{
    /// <summary>Reads the form, if there is one, and lets the request pass if it can be read.</summary>
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (IsForm(http))
            {
                await http.Request.ReadFormAsync(http.RequestAborted);
            }
        }
        catch (Exception fault)
            when (fault
                    is InvalidDataException
                        or BadHttpRequestException
                        or IOException
                        or InvalidOperationException
                        or NotSupportedException
            )
        {
            http.Response.StatusCode =
                (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = fault.StatusCode;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
    }

    // Uploads are streamed by their endpoint; the page about a refusal is rendered in the same request.
    private static bool IsForm(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method)
        && http.Request.HasFormContentType
        && !http.Request.Path.StartsWithSegments("/_blazor")
        && http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()
            is null
                or { MaxRequestBodySize: <= RequestSizes.Form }
        && http.Features.Get<IStatusCodeReExecuteFeature>() is null
        && http.Features.Get<IExceptionHandlerFeature>() is null;
}
