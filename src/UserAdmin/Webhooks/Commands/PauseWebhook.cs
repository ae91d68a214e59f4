using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Pauses a webhook: nothing is sent until it is resumed, and nothing is lost. Possible even if the application may do
/// more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record PauseWebhook(string ApplicationId, string WebhookId) : ICommand;

internal sealed class PauseWebhookValidator : AbstractValidator<PauseWebhook>
{
    public PauseWebhookValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
    }
}

internal sealed class PauseWebhookHandler(WebhookEditing editing, TimeProvider time) : ICommandHandler<PauseWebhook>
{
    public async Task<CommandResult> Handle(PauseWebhook request, CancellationToken cancellationToken)
    {
        var (webhook, refusal) = await editing.FindToStopAsync(
            request.ApplicationId,
            request.WebhookId,
            cancellationToken
        );
        if (webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        webhook.Pause(WebhookPause.ByPerson, time.GetUtcNow());
        return CommandResult.Done;
    }
}
