using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Creates a webhook: events from now on are sent to an address, at least once and in order for each subject. Refused
/// if the application may do more than the actor, or may not read the activity.
/// </summary>
/// <param name="ApplicationId">The application, whose permissions decide what is sent.</param>
/// <param name="WebhookId">Key of the new webhook, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Url">The receiver's address, at most 2,000 characters: HTTPS unless the operator allows HTTP.</param>
/// <param name="Secret">The secret for the signatures, made by the sender with <see cref="NewWebhookSecret"/>.</param>
/// <param name="EventTypes">Names from <see cref="WebhookEventTypes"/>; empty for all that the format has.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record CreateWebhook(
    string ApplicationId,
    string WebhookId,
    string Url,
    [property: Secret] string Secret,
    IReadOnlyList<string> EventTypes
) : ICommand
{
    /// <summary>What it is for, at most 500 characters, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What it sends.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>Returns the command without the secret, so that it cannot get into a log.</summary>
    public override string ToString() =>
        $"{nameof(CreateWebhook)} {{ ApplicationId = {ApplicationId}, WebhookId = {WebhookId} }}";
}

internal sealed class CreateWebhookValidator : AbstractValidator<CreateWebhook>
{
    public CreateWebhookValidator(WebhookAddresses addresses)
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeNewId();
        RuleFor(command => command.Url).MustBeReceiver(addresses);
        RuleFor(command => command.Secret).MustBeWebhookSecret();
        RuleFor(command => command.EventTypes).MustBeEventTypes(command => command.Format);
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.Format).MustBeFormat();
    }
}

internal sealed class CreateWebhookHandler(
    WriteContext context,
    ApplicationEditing editing,
    WebhookSecrets secrets,
    SecurityEventKeys keys
) : ICommandHandler<CreateWebhook>
{
    public async Task<CommandResult> Handle(CreateWebhook request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (!WebhookEditing.MayRead(application))
        {
            return CommandResult.Refused(WebhookErrors.NotPermitted);
        }

        if (await context.Webhooks.AnyAsync(row => row.Id == request.WebhookId, cancellationToken))
        {
            return CommandResult.Refused(WebhookErrors.IdTaken);
        }

        if (
            await context.Webhooks.CountAsync(row => row.ApplicationId == application.Id, cancellationToken)
            >= WebhookErrors.MostWebhooks
        )
        {
            return CommandResult.Refused(WebhookErrors.TooMany);
        }

        context.Add(
            Webhook.Create(
                request.WebhookId,
                application.Id,
                new(
                    request.Url,
                    UserText.Clean(request.Description) ?? "",
                    WebhookContent.InOrder(request.EventTypes),
                    request.Format
                ),
                secrets.Protect(request.Secret),
                await WebhookEditing.TailAsync(context, cancellationToken)
            )
        );
        if (request.Format == WebhookFormat.SecurityEvents)
        {
            await keys.AddMissingAsync(context, cancellationToken);
        }

        return CommandResult.Done;
    }
}
