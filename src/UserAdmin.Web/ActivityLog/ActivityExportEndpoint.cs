using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using UserAdmin.Account;
using UserAdmin.Audit.Exports;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Web.Account;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.ActivityLog;

/// <summary>
/// The download of the activity: a response that is written as events are read. It is requested by a posted form with
/// an antiforgery token, because it records an event.
/// </summary>
internal sealed class ActivityExportEndpoint(
    ICommandBus commands,
    IQueryBus queries,
    ActivityExportWriter writer,
    Stopping stopping,
    IAntiforgery antiforgery,
    TimeProvider time,
    ILogger<ActivityExportEndpoint> logger
)
{
    /// <summary>The address to which the form is posted.</summary>
    internal const string Address = "activity/export";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                Address,
                (HttpContext http) =>
                    ActivatorUtilities.CreateInstance<ActivityExportEndpoint>(http.RequestServices).SendAsync(http)
            )
            .RequireAuthorization();

    internal static ActivityExport? WhatOf(IFormCollection form) =>
        Enum.TryParse<TableFormat>(form["format"], out var format) && TableWriters.Formats.Contains(format)
            ? new ActivityExport(format)
            {
                Search = form["search"].ToString().Trim(),
                TimeZone = form["timeZone"].ToString() is { Length: > 0 } zone ? zone : null,
            }
            : null;

    private async Task SendAsync(HttpContext http)
    {
        if (
            !http.Request.HasFormContentType
            || !await antiforgery.IsRequestValidAsync(http)
            || WhatOf(await http.Request.ReadFormAsync(http.RequestAborted)) is not { } what
        )
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var actor = BrowserSession.Of(http) is { Step: SessionStep.None } session
            ? Actor.User(session.UserId)
            : Actor.Anonymous;
        var (exportId, context) = (Guid.CreateVersion7(time.GetUtcNow()), new QueryContext(actor));
        // Whether the search can be answered is known before anything is recorded.
        var trial = await queries.AskAsync(new GetActivity(what.Search, Take: 1), context, http.RequestAborted);
        var started = trial.Value is null
            ? null
            : await commands.SendAsync(
                new StartActivityExport(exportId.ToString(), what),
                BrowserSession.Context(http, actor) with
                {
                    CommandId = exportId,
                },
                http.RequestAborted
            );
        if ((trial.Refusal ?? (started is { IsAccepted: false } ? started.Errors[0] : null)) is { } refusal)
        {
            http.Response.StatusCode =
                refusal.Code == MessagingErrors.NotPermitted("").Code
                    ? StatusCodes.Status403Forbidden
                    : StatusCodes.Status400BadRequest;
            return;
        }

        await SendFileAsync(http, what, exportId.ToString(), context);
    }

    private async Task SendFileAsync(HttpContext http, ActivityExport what, string exportId, QueryContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping.Token);
        http.Response.ContentType = TableWriters.MediaType(what.Format);
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HHmm'Z'", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=\"activity-{at}{TableWriters.Extension(what.Format)}\"";
        http.Response.Headers.CacheControl = "no-store";
        var (rows, isComplete) = (0, false);
        try
        {
            await writer.WriteAsync(what, http.Response.Body, context, written => rows = written, end.Token);
            isComplete = true;
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // The browser is gone, or the program stops.
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "Export {ExportId} broke off after {Rows} events.", exportId, rows);
        }

        if (!isComplete)
        {
            // Otherwise the browser would take the file for complete.
            http.Abort();
        }

        await commands.SendAsync(
            new EndActivityExport(exportId, context.Actor.Id, what, rows, isComplete),
            BrowserSession.Context(http, Actor.System),
            CancellationToken.None
        );
    }
}
