using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Sends a delivery again that is done, once: the receiver gets the same id and the same event. Refused if the
/// application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
/// <param name="DeliveryId">Key of the delivery.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record SendDeliveryAgain(string ApplicationId, string WebhookId, string DeliveryId) : ICommand;

internal sealed class SendDeliveryAgainValidator : AbstractValidator<SendDeliveryAgain>
{
    public SendDeliveryAgainValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
        RuleFor(command => command.DeliveryId).MustBeId();
    }
}

internal sealed class SendDeliveryAgainHandler(WriteContext context, WebhookEditing editing, TimeProvider time)
    : ICommandHandler<SendDeliveryAgain>
{
    public async Task<CommandResult> Handle(SendDeliveryAgain request, CancellationToken cancellationToken)
    {
        var (webhook, refusal) = await editing.FindAsync(request.ApplicationId, request.WebhookId, cancellationToken);
        if (webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (
            await context.WebhookDeliveries.SingleOrDefaultAsync(
                row => row.Id == request.DeliveryId && row.WebhookId == webhook.Id,
                cancellationToken
            )
            is not { } delivery
        )
        {
            return CommandResult.Refused(WebhookErrors.DeliveryNotFound);
        }

        if (webhook.PausedAt is not null)
        {
            return CommandResult.Refused(WebhookErrors.Paused);
        }

        var now = time.GetUtcNow();
        if (delivery.Status == WebhookDeliveryStatus.Waiting && delivery.Attempts == 0)
        {
            return CommandResult.Refused(WebhookErrors.DeliveryWaits);
        }

        delivery.Order(now);
        webhook.Repeat(delivery.Id);
        return CommandResult.Done;
    }
}
