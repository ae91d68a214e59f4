using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Queries;

/// <summary>Lists the webhooks of an application, by address.</summary>
/// <param name="ApplicationId">The application; an unknown one has none.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListWebhooks(string ApplicationId) : IQuery<IReadOnlyList<WebhookRow>>;

/// <summary>Returns a webhook; null if there is none.</summary>
/// <param name="WebhookId">Key of the webhook.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record GetWebhook(string WebhookId) : IQuery<WebhookRow?>;

/// <summary>
/// Lists the deliveries of a webhook, the newest first. The last 1,000 that are done are kept, for 30 days.
/// </summary>
/// <param name="WebhookId">The webhook; an unknown one has none.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListWebhookDeliveries(string WebhookId) : IQuery<Page<WebhookDeliveryRow>>
{
    /// <summary>Only those of one status; null for all.</summary>
    public WebhookDeliveryStatus? Status { get; init; }

    /// <summary>Number of the page, from 1; others are taken for the nearest.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>Rows on a page, 1 to 200; others are taken for the nearest.</summary>
    public int PageSize { get; init; } = 50;
}

/// <summary>
/// Returns a delivery with what is sent and what was answered; null if there is none. The body needs
/// <see cref="Permissions.ActivityRead"/>, and for what it says of people <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="DeliveryId">Key of the delivery.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record GetWebhookDelivery(string DeliveryId) : IQuery<WebhookDeliveryDetails?>;

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

internal sealed class GetWebhookHandler(ReadContext context, IWebhookReader reader)
    : IQueryHandler<GetWebhook, WebhookRow?>
{
    public async Task<Answer<WebhookRow?>> Handle(GetWebhook request, CancellationToken cancellationToken)
    {
        var row = await context.Webhooks.SingleOrDefaultAsync(
            one => one.Id == request.WebhookId,
            cancellationToken
        );
        await reader.CompleteAsync(row is null ? [] : [row], cancellationToken);
        return new() { Value = row };
    }
}

internal sealed class ListWebhookDeliveriesHandler(IWebhookReader reader)
    : IQueryHandler<ListWebhookDeliveries, Page<WebhookDeliveryRow>>
{
    public async Task<Answer<Page<WebhookDeliveryRow>>> Handle(
        ListWebhookDeliveries request,
        CancellationToken cancellationToken
    ) => new() { Value = await reader.ListAsync(request, cancellationToken) };
}

internal sealed class GetWebhookDeliveryHandler(IWebhookReader reader, CurrentMessage current)
    : IQueryHandler<GetWebhookDelivery, WebhookDeliveryDetails?>
{
    public async Task<Answer<WebhookDeliveryDetails?>> Handle(
        GetWebhookDelivery request,
        CancellationToken cancellationToken
    ) => new() { Value = await reader.FindAsync(request.DeliveryId, current.Access, cancellationToken) };
}
