using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Resumes a webhook that was paused, for whatever reason. What failed for too long is tried again. Refused if the
/// application may do more than the actor, is disabled or expired, or may not read the activity.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
/// <param name="SkipMissed">Whether to forget what waits, and what happened in the meantime.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record ResumeWebhook(string ApplicationId, string WebhookId, bool SkipMissed = false) : ICommand;

internal sealed class ResumeWebhookValidator : AbstractValidator<ResumeWebhook>
{
    public ResumeWebhookValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
    }
}

internal sealed class ResumeWebhookHandler(WriteContext context, WebhookEditing editing, TimeProvider time)
    : ICommandHandler<ResumeWebhook>
{
    public async Task<CommandResult> Handle(ResumeWebhook request, CancellationToken cancellationToken)
    {
        var (application, webhook, refusal) = await editing.FindBothAsync(
            request.ApplicationId,
            request.WebhookId,
            cancellationToken
        );
        if (application is null || webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var now = time.GetUtcNow();
        if (application.DisabledAt is not null || application.ExpiresAt <= now)
        {
            return CommandResult.Refused(WebhookErrors.ApplicationStopped);
        }

        if (!WebhookEditing.MayRead(application))
        {
            return CommandResult.Refused(WebhookErrors.NotPermitted);
        }

        var waiting = context.WebhookDeliveries.Where(row =>
            row.WebhookId == webhook.Id && row.Status == WebhookDeliveryStatus.Waiting
        );
        if (request.SkipMissed)
        {
            await waiting.ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            await foreach (
                var delivery in waiting
                    .Where(row => row.Attempts > 0)
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellationToken)
            )
            {
                delivery.Encourage(now);
            }
        }

        webhook.Resume(request.SkipMissed ? await WebhookEditing.TailAsync(context, cancellationToken) : null);
        return CommandResult.Done;
    }
}
