using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using UserAdmin.Account;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Imports;

/// <summary>
/// The endpoints for the two files of an import: the upload, which is a request body that is never held in memory as a
/// whole, and the download with the refused rows.
/// </summary>
internal static class ImportEndpoints
{
    /// <summary>The address for uploads.</summary>
    internal const string UploadAddress = "imports/upload";

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(UploadAddress, ReceiveAsync)
            .RequireAuthorization()
            .WithMetadata(new RequestSizeLimitAttribute(IImportFiles.MostBytes));
        routes.MapGet("imports/{importId}/refused.csv", SendRefusedAsync).RequireAuthorization();
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext http,
        string id,
        string name,
        IAntiforgery antiforgery,
        IImportFiles files
    )
    {
        // The token is in a header, so that the body need not be read for it.
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Refused(T("This page is out of date. Reload it and choose the file again."));
        }

        var result = await files.ReceiveAsync(
            id,
            name,
            http.Request.Body,
            BrowserSession.Context(http, ActorOf(http)),
            http.RequestAborted
        );
        return result.IsAccepted
            ? TypedResults.Ok(new { address = $"{http.Request.PathBase}/imports/{id}" })
            : Refused(string.Join(' ', result.Errors.Select(error => FromCore(error.Message))));
    }

    private static async Task SendRefusedAsync(string importId, HttpContext http, IImportFiles files, IQueryBus queries)
    {
        var actor = ActorOf(http);
        var import = await queries.AskAsync(new GetImport(importId), new QueryContext(actor), http.RequestAborted);
        if (import.Value is not { IsDeleted: false } row)
        {
            http.Response.StatusCode = import.Refusal is null
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status403Forbidden;
            return;
        }

        http.Response.ContentType = TableWriters.MediaType(TableFormat.Csv);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"refused-{row.ImportId}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        if (
            await files.WriteRefusedAsync(importId, TableFormat.Csv, http.Response.Body, actor, http.RequestAborted) is
            { } refusal
        )
        {
            http.Response.Headers.ContentDisposition = default;
            http.Response.ContentType = "text/plain; charset=utf-8";
            http.Response.StatusCode =
                refusal.Code == ImportErrors.OutOfStep.Code ? StatusCodes.Status409Conflict
                : refusal.Code == ImportErrors.FilesGone.Code ? StatusCodes.Status410Gone
                : refusal.Code == ImportErrors.NotFound.Code ? StatusCodes.Status404NotFound
                : StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(FromCore(refusal.Message), http.RequestAborted);
        }
    }

    private static Actor ActorOf(HttpContext http) =>
        BrowserSession.Of(http) is { Step: SessionStep.None } session ? Actor.User(session.UserId) : Actor.Anonymous;

    private static BadRequest<RefusedUpload> Refused(string message) =>
        TypedResults.BadRequest(new RefusedUpload(message));

    /// <summary>The text that the upload script shows.</summary>
    private sealed record RefusedUpload(string Message);
}
