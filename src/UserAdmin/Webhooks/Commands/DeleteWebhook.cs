using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Deletes a webhook with its deliveries. What waits is not sent. Possible even if the application may do more than the
/// actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record DeleteWebhook(string ApplicationId, string WebhookId) : ICommand;

internal sealed class DeleteWebhookValidator : AbstractValidator<DeleteWebhook>
{
    public DeleteWebhookValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
    }
}

internal sealed class DeleteWebhookHandler(WriteContext context, WebhookEditing editing)
    : ICommandHandler<DeleteWebhook>
{
    public async Task<CommandResult> Handle(DeleteWebhook request, CancellationToken cancellationToken)
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

        webhook.Delete();
        context.Remove(webhook);
        return CommandResult.Done;
    }
}
