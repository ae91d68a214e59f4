using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Gives a webhook a new secret. For 24 hours, requests are signed with the former one as well, so that the receiver
/// can change over. Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
/// <param name="Secret">The new secret, made by the sender with <see cref="NewWebhookSecret"/>.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record RotateWebhookSecret(string ApplicationId, string WebhookId, [property: Secret] string Secret)
    : ICommand
{
    /// <summary>For how long the former secret signs as well.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Whether the former secret is worthless from now on, because somebody else may know it.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Returns the command without the secret, so that it cannot get into a log.</summary>
    public override string ToString() =>
        $"{nameof(RotateWebhookSecret)} {{ ApplicationId = {ApplicationId}, WebhookId = {WebhookId} }}";
}

internal sealed class RotateWebhookSecretValidator : AbstractValidator<RotateWebhookSecret>
{
    public RotateWebhookSecretValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
        RuleFor(command => command.Secret).MustBeWebhookSecret();
    }
}

internal sealed class RotateWebhookSecretHandler(WebhookEditing editing, WebhookSecrets secrets, TimeProvider time)
    : ICommandHandler<RotateWebhookSecret>
{
    public async Task<CommandResult> Handle(RotateWebhookSecret request, CancellationToken cancellationToken)
    {
        var (webhook, refusal) = await editing.FindAsync(request.ApplicationId, request.WebhookId, cancellationToken);
        if (webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        webhook.RotateSecret(
            secrets.Protect(request.Secret),
            request.AtOnce ? null : time.GetUtcNow() + RotateWebhookSecret.Overlap
        );
        return CommandResult.Done;
    }
}
