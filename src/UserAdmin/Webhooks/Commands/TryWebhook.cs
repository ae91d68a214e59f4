using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Sends a trial to the receiver, ahead of what waits. It is a delivery like others, with no event. Refused if the
/// webhook is paused, or if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record TryWebhook(string ApplicationId, string WebhookId) : ICommand;

internal sealed class TryWebhookValidator : AbstractValidator<TryWebhook>
{
    public TryWebhookValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
    }
}
