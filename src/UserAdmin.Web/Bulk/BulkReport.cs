using System.Security.Claims;
using UserAdmin.Account;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Bulk;

/// <summary>
/// Writes the outcome for each user of a bulk action as a CSV file that is safe from formula injection in spreadsheets.
/// </summary>
internal static class BulkReport
{
    private const int PageSize = 1000;

    public static void MapBulkReport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/bulk/{batchId}/report.csv", SendAsync).RequireAuthorization();

    private static async Task SendAsync(string batchId, HttpContext http, IQueryBus queries, ISessions sessions)
    {
        var session = http.User.FindFirstValue(ActingUser.SessionClaim) is { } id
            ? await sessions.FindAsync(id, http.RequestAborted)
            : null;
        var context = new QueryContext(
            session is { Step: SessionStep.None } ? Actor.User(session.UserId) : Actor.Anonymous
        );
        var row = await queries.AskAsync(new GetBulkAction(batchId), context, http.RequestAborted);
        if (row.Value is null)
        {
            http.Response.StatusCode = row.Refusal is null
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status403Forbidden;
            return;
        }

        http.Response.ContentType = TableWriters.MediaType(TableFormat.Csv);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"bulk-{row.Value.BatchId}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        await using var writer = TableWriters.Create(
            TableFormat.Csv,
            http.Response.Body,
            ["number", "user id", "user name", "email", "display name", "outcome", "reason"]
        );
        for (var number = 1; ; number++)
        {
            var page = await queries.AskAsync(
                new ListBulkItems(batchId, PageNumber: number, PageSize: PageSize),
                context,
                http.RequestAborted
            );
            foreach (var (done, displayName, userName, email) in page.Value?.Items ?? [])
            {
                await writer.WriteAsync(
                    [
                        $"{done.Ordinal + 1}",
                        done.UserId,
                        userName,
                        email,
                        displayName,
                        $"{done.Outcome}".ToLowerInvariant(),
                        done.Error,
                    ],
                    http.RequestAborted
                );
            }

            if (page.Value is not { Items.Count: PageSize })
            {
                await writer.CompleteAsync(http.RequestAborted);
                return;
            }
        }
    }
}
