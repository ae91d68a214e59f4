using System.Buffers;
using System.Security.Claims;
using System.Text;
using UserAdmin.Account;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Bulk;

/// <summary>What came of each user of a bulk action, as a file (RFC 4180) that spreadsheets open without running anything in it.</summary>
internal static class BulkReport
{
    private const int PageSize = 1000;

    private static readonly SearchValues<char> _quoted = SearchValues.Create(",\"\r\n");

    public static void MapBulkReport(this IEndpointRouteBuilder routes) => routes.MapGet("/bulk/{batchId}/report.csv", SendAsync).RequireAuthorization();

    /// <summary>A value as a field. One that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).</summary>
    internal static string Field(string? value)
    {
        var text = value is { Length: > 0 } && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{value}" : value ?? "";
        return text.AsSpan().ContainsAny(_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static async Task SendAsync(string batchId, HttpContext http, IQueryBus queries, ISessions sessions)
    {
        var session = http.User.FindFirstValue(ActingUser.SessionClaim) is { } id ? await sessions.FindAsync(id, http.RequestAborted) : null;
        var context = new QueryContext(session is { Step: SessionStep.None } ? Actor.User(session.UserId) : Actor.Anonymous);
        var row = await queries.AskAsync(new GetBulkAction(batchId), context, http.RequestAborted);
        if (row.Value is null)
        {
            http.Response.StatusCode = row.Refusal is null ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
            return;
        }

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"bulk-{row.Value.BatchId}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        // With a byte order mark: without it, spreadsheets read another encoding than UTF-8.
        await using var writer = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16);
        await writer.WriteAsync("number,user id,user name,email,display name,outcome,reason\r\n");
        for (var number = 1; ; number++)
        {
            var page = await queries.AskAsync(new ListBulkItems(batchId, PageNumber: number, PageSize: PageSize), context, http.RequestAborted);
            foreach (var (done, displayName, userName, email) in page.Value?.Items ?? [])
            {
                string?[] fields = [$"{done.Ordinal + 1}", done.UserId, userName, email, displayName, $"{done.Outcome}".ToLowerInvariant(), done.Error];
                await writer.WriteAsync(string.Join(',', fields.Select(Field)) + "\r\n");
            }

            if (page.Value is not { Items.Count: PageSize })
            {
                return;
            }
        }
    }
}
