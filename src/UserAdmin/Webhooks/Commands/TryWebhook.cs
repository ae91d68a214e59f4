using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
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

internal sealed class TryWebhookHandler(WriteContext context, WebhookEditing editing, TimeProvider time)
    : ICommandHandler<TryWebhook>
{
    public async Task<CommandResult> Handle(TryWebhook request, CancellationToken cancellationToken)
    {
        var (webhook, refusal) = await editing.FindAsync(request.ApplicationId, request.WebhookId, cancellationToken);
        if (webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (webhook.PausedAt is not null)
        {
            return CommandResult.Refused(WebhookErrors.Paused);
        }

        var now = time.GetUtcNow();
        var id = $"trial_{Guid.CreateVersion7(now):N}";
        context.Add(
            new WebhookDelivery
            {
                Id = id,
                WebhookId = webhook.Id,
                EventType = WebhookEventTypes.Trial,
                SubjectId = id,
                HappenedAt = now,
                NextAttemptAt = now,
            }
        );
        webhook.Try();
        return CommandResult.Done;
    }
}
