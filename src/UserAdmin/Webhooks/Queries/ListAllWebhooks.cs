using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Queries;

/// <summary>
/// Lists the webhooks of all applications: first those that send nothing although nobody has paused them, then those
/// whose receiver fails, then the others; by application and address.
/// </summary>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListAllWebhooks : IQuery<IReadOnlyList<WebhookRow>>;

internal sealed class ListAllWebhooksHandler(ReadContext context, IWebhookReader reader)
    : IQueryHandler<ListAllWebhooks, IReadOnlyList<WebhookRow>>
{
    public async Task<Answer<IReadOnlyList<WebhookRow>>> Handle(
        ListAllWebhooks request,
        CancellationToken cancellationToken
    )
    {
        var rows = await context.Webhooks.ToListAsync(cancellationToken);
        await reader.CompleteAsync(rows, cancellationToken);
        return new()
        {
            Value =
            [
                .. rows.OrderBy(Urgency)
                    .ThenBy(row => row.ApplicationName, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(row => row.ApplicationId, StringComparer.Ordinal)
                    .ThenBy(row => row.Url, StringComparer.Ordinal)
                    .ThenBy(row => row.Id, StringComparer.Ordinal),
            ],
        };
    }

    private static int Urgency(WebhookRow row) => row.NeedsAttention ? (row.PausedBecause is null ? 1 : 0) : 2;
}
