using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Webhooks.Queries;

/// <summary>
/// Returns a delivery with what is sent and what was answered; null if there is none. The body needs
/// <see cref="Permissions.ActivityRead"/>, and for what it says of people <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="DeliveryId">Key of the delivery.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record GetWebhookDelivery(string DeliveryId) : IQuery<WebhookDeliveryDetails?>;

internal sealed class GetWebhookDeliveryHandler(IWebhookReader reader, CurrentMessage current)
    : IQueryHandler<GetWebhookDelivery, WebhookDeliveryDetails?>
{
    public async Task<Answer<WebhookDeliveryDetails?>> Handle(
        GetWebhookDelivery request,
        CancellationToken cancellationToken
    ) => new() { Value = await reader.FindAsync(request.DeliveryId, current.Access, cancellationToken) };
}
