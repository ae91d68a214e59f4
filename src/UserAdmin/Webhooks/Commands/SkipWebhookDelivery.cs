using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Gives up a delivery that was tried in vain, so that what happened afterwards to the same subject is sent. It can be
/// sent again later. Refused if the delivery is done or was not tried yet, and if the application may do more than the
/// actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook; it may be paused.</param>
/// <param name="DeliveryId">Key of the delivery.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record SkipWebhookDelivery(string ApplicationId, string WebhookId, string DeliveryId) : ICommand;

internal sealed class SkipWebhookDeliveryValidator : AbstractValidator<SkipWebhookDelivery>
{
    public SkipWebhookDeliveryValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
        RuleFor(command => command.DeliveryId).MustBeId();
    }
}

internal sealed class SkipWebhookDeliveryHandler(WriteContext context, WebhookEditing editing)
    : ICommandHandler<SkipWebhookDelivery>
{
    public async Task<CommandResult> Handle(SkipWebhookDelivery request, CancellationToken cancellationToken)
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

        if (delivery.Status != WebhookDeliveryStatus.Waiting || delivery.Attempts == 0)
        {
            return CommandResult.Refused(WebhookErrors.NothingToSkip);
        }

        delivery.GiveUp();
        webhook.Skip(delivery);
        return CommandResult.Done;
    }
}
