using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using UserAdmin.Account;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Exports;

/// <summary>
/// The download of an export: a separate response that is written as rows are read, so that neither the server nor the
/// page ever holds the whole file. It is requested by a posted form with an antiforgery token, because it records an
/// event.
/// </summary>
internal sealed class ExportEndpoint(
    ICommandBus commands,
    ExportWriter writer,
    ExportRuns runs,
    Stopping stopping,
    IAntiforgery antiforgery,
    IDatabaseFaults faults,
    TimeProvider time,
    ILogger<ExportEndpoint> logger
)
{
    /// <summary>The address to which the form is posted.</summary>
    internal const string Address = "users/export";

    private const string Time = "yyyy-MM-dd'T'HHmm'Z'";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                Address,
                (HttpContext http) =>
                    ActivatorUtilities.CreateInstance<ExportEndpoint>(http.RequestServices).SendAsync(http)
            )
            .RequireAuthorization();

    /// <summary>Returns a file name with a sortable time: “users-2026-11-25T2239Z.csv”.</summary>
    internal static string FileName(UserExport what, DateTimeOffset now) =>
        $"users{(what.Search.Length > 0 ? "-found" : "")}-"
        + (what.At is { } at ? $"as-of-{at.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}-" : "")
        + $"{now.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}"
        + $"{TableWriters.Extension(what.Format)}";

    internal static UserExport? WhatOf(IFormCollection form) =>
        Enum.TryParse<TableFormat>(form["format"], out var format)
        && TableWriters.Formats.Contains(format)
        && TryMoment(form["at"], out var at)
            ? new UserExport(format, form["columns"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                Search = form["search"].ToString().Trim(),
                Sort = UserSort.Find(form["sort"]),
                TimeZone = form["timeZone"].ToString() is { Length: > 0 } zone ? zone : null,
                Descending = form["descending"] == "true",
                At = at,
            }
            : null;

    private static bool TryMoment(string? text, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (
            !DateTimeOffset.TryParseExact(
                text,
                "O",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out var moment
            )
        )
        {
            return false;
        }

        at = moment;
        return true;
    }

    internal async Task SendAsync(HttpContext http)
    {
        if (
            !http.Request.HasFormContentType
            || !await antiforgery.IsRequestValidAsync(http)
            || await http.Request.ReadFormAsync(http.RequestAborted) is not { } form
            || WhatOf(form) is not { } what
            || !Guid.TryParse(form["exportId"], out var exportId)
        )
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var actor = BrowserSession.Of(http) is { Step: SessionStep.None } session
            ? Actor.User(session.UserId)
            : Actor.Anonymous;
        using var run = runs.Begin(exportId.ToString(), actor.Id, http.RequestAborted, stopping.Token);
        if (run is null)
        {
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        // Whatever goes wrong, the page must be told that the export has ended.
        var (state, error) = (ExportState.Failed, (string?)ExportErrors.BrokenOff.Message);
        try
        {
            (state, error) = await AnswerAsync(http, run, what, exportId, new QueryContext(actor));
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            (state, error) = (ExportState.Cancelled, null);
            http.Abort();
        }
        catch (Exception fault) when (faults.IsDiskFull(fault) && !http.Response.HasStarted)
        {
            logger.LogError(fault, "Export {ExportId} could not be recorded: the disk is full.", exportId);
            (state, error) = (ExportState.Failed, ExportErrors.DiskFull.Message);
            http.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            await http.Response.WriteAsync(error, http.RequestAborted);
        }
        finally
        {
            run.End(state, time.GetUtcNow(), error);
        }
    }

    private async Task<(ExportState State, string? Error)> AnswerAsync(
        HttpContext http,
        ExportRun run,
        UserExport what,
        Guid exportId,
        QueryContext context
    )
    {
        var keys = await writer.BeginAsync(what, context, run.Cancellation);
        var started = keys.Value is null
            ? null
            : await commands.SendAsync(
                new StartExport(exportId.ToString(), what),
                BrowserSession.Context(http, context.Actor) with
                {
                    CommandId = exportId,
                },
                run.Cancellation
            );
        var refusal =
            keys.Refusal
            ?? (
                started is { IsAccepted: false } ? started.Errors[0]
                // A form that is posted again is the same export, which is already in the log.
                : started?.Position <= keys.Position ? ExportErrors.AlreadyBegun
                : null
            );
        if (refusal is not null)
        {
            http.Response.StatusCode =
                refusal == ExportErrors.AlreadyBegun ? StatusCodes.Status409Conflict
                : refusal.Code == MessagingErrors.NotPermitted("").Code ? StatusCodes.Status403Forbidden
                : StatusCodes.Status400BadRequest;
            return (ExportState.Failed, refusal.Message);
        }

        return await SendFileAsync(http, run, what, keys.Value!, exportId.ToString(), context);
    }

    private async Task<(ExportState State, string? Error)> SendFileAsync(
        HttpContext http,
        ExportRun run,
        UserExport what,
        UserKeys keys,
        string exportId,
        QueryContext context
    )
    {
        http.Response.ContentType = TableWriters.MediaType(what.Format);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(what, time.GetUtcNow())}\"";
        http.Response.Headers.CacheControl = "no-store";
        run.Total = keys.Count;
        var (state, error) = (ExportState.Done, default(string));
        try
        {
            await writer.WriteAsync(
                what,
                keys,
                http.Response.Body,
                context,
                rows => run.Report(rows, time.GetUtcNow()),
                run.Cancellation
            );
        }
        catch (Exception) when (run.Cancellation.IsCancellationRequested)
        {
            state = ExportState.Cancelled;
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "Export {ExportId} broke off after {Rows} users.", exportId, run.Rows);
            (state, error) = (ExportState.Failed, ExportErrors.BrokenOff.Message);
        }

        if (state != ExportState.Done)
        {
            // The connection is aborted, because otherwise the browser would take the file for complete.
            http.Abort();
        }

        await commands.SendAsync(
            new EndExport(exportId, run.UserId, what, run.Rows, state == ExportState.Done),
            BrowserSession.Context(http, Actor.System),
            CancellationToken.None
        );
        return (state, error);
    }
}
