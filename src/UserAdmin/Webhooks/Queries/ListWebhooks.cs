using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Queries;

/// <summary>Lists the webhooks of an application, by address.</summary>
/// <param name="ApplicationId">The application; an unknown one has none.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListWebhooks(string ApplicationId) : IQuery<IReadOnlyList<WebhookRow>>;

internal sealed class ListWebhooksHandler(ReadContext context, IWebhookReader reader)
    : IQueryHandler<ListWebhooks, IReadOnlyList<WebhookRow>>
{
    public async Task<Answer<IReadOnlyList<WebhookRow>>> Handle(
        ListWebhooks request,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .Webhooks.Where(row => row.ApplicationId == request.ApplicationId)
            .OrderBy(row => row.Url)
            .ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        await reader.CompleteAsync(rows, cancellationToken);
        return new() { Value = rows };
    }
}
