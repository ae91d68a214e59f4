using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Webhooks.Queries;

/// <summary>
/// Lists the deliveries of a webhook, the newest first. The last 1,000 that are done are kept, for 30 days. Types and
/// subjects of events need <see cref="Permissions.ActivityRead"/>.
/// </summary>
/// <param name="WebhookId">The webhook; an unknown one has none.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListWebhookDeliveries(string WebhookId) : IQuery<Page<WebhookDeliveryRow>>
{
    /// <summary>Only those of one status; null for all.</summary>
    public WebhookDeliveryStatus? Status { get; init; }

    /// <summary>Whether only trials are wanted (<see cref="Commands.TryWebhook"/>).</summary>
    public bool OnlyTrials { get; init; }

    /// <summary>Number of the page, from 1; others are taken for the nearest.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>Rows on a page, 1 to 200; others are taken for the nearest.</summary>
    public int PageSize { get; init; } = 50;
}

internal sealed class ListWebhookDeliveriesHandler(IWebhookReader reader, CurrentMessage current)
    : IQueryHandler<ListWebhookDeliveries, Page<WebhookDeliveryRow>>
{
    public async Task<Answer<Page<WebhookDeliveryRow>>> Handle(
        ListWebhookDeliveries request,
        CancellationToken cancellationToken
    ) => new() { Value = await reader.ListAsync(request, current.Access, cancellationToken) };
}
