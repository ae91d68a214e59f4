using System.Net.Mime;
using System.Text;
using UserAdmin.Account;
using UserAdmin.Anchors.Queries;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.SystemPages;

/// <summary>The last signed head of the log and the public key as files, for whoever may see the page System.</summary>
internal static class AnchorEndpoints
{
    /// <summary>The address of the anchor.</summary>
    internal const string Anchor = "system/anchor.txt";

    /// <summary>The address of the public key.</summary>
    internal const string PublicKey = "system/anchor-key.pem";

    public static void MapAnchors(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                Anchor,
                (HttpContext http, IQueryBus queries) =>
                    SendAsync(http, queries, status => (status.Last?.FileName, status.Last?.ToString()))
            )
            .RequireAuthorization();
        routes
            .MapGet(
                PublicKey,
                (HttpContext http, IQueryBus queries) =>
                    SendAsync(http, queries, status => ("anchor-key.pem", status.PublicKey))
            )
            .RequireAuthorization();
    }

    private static async Task SendAsync(
        HttpContext http,
        IQueryBus queries,
        Func<AnchorStatus, (string? Name, string? Text)> file
    )
    {
        var actor = BrowserSession.Of(http) is { Step: SessionStep.None } session
            ? Actor.User(session.UserId)
            : Actor.Anonymous;
        var answer = await queries.AskAsync(new GetAnchors(), new QueryContext(actor), http.RequestAborted);
        if (answer.Refusal is not null)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (answer.Value is not { } status || file(status) is not ({ } name, { } text))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            http.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsync(text, Encoding.UTF8, http.RequestAborted);
        }
    }
}
