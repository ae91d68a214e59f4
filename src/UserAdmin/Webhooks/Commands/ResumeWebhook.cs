using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
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
