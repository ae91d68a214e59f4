using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Sends a delivery again that is done: delivered or given up. The receiver gets the same id and the same event. Refused
/// if the application may do more than the actor.
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
