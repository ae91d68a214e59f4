using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Queries;

/// <summary>Returns a webhook; null if there is none.</summary>
/// <param name="WebhookId">Key of the webhook.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record GetWebhook(string WebhookId) : IQuery<WebhookRow?>;

internal sealed class GetWebhookHandler(ReadContext context, IWebhookReader reader)
    : IQueryHandler<GetWebhook, WebhookRow?>
{
    public async Task<Answer<WebhookRow?>> Handle(GetWebhook request, CancellationToken cancellationToken)
    {
        var row = await context.Webhooks.SingleOrDefaultAsync(one => one.Id == request.WebhookId, cancellationToken);
        await reader.CompleteAsync(row is null ? [] : [row], cancellationToken);
        return new() { Value = row };
    }
}
