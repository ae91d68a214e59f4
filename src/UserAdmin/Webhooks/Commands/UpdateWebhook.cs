using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Changes the fields of a webhook. Only fields that differ from their value at <paramref name="SeenVersion"/> are
/// changed. What already waits is sent to the new address. Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
/// <param name="Url">The receiver's address, at most 2,000 characters: HTTPS unless the operator allows HTTP.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="EventTypes">Names from <see cref="WebhookEventTypes"/>; empty for all that the format has.</param>
/// <param name="Format">What it sends.</param>
/// <param name="SeenVersion">The <see cref="WebhookRow.Version"/> the person saw.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record UpdateWebhook(
    string ApplicationId,
    string WebhookId,
    string Url,
    string? Description,
    IReadOnlyList<string> EventTypes,
    WebhookFormat Format,
    long SeenVersion
) : ICommand;

internal sealed class UpdateWebhookValidator : AbstractValidator<UpdateWebhook>
{
    public UpdateWebhookValidator(WebhookAddresses addresses)
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.WebhookId).MustBeId();
        RuleFor(command => command.Url).MustBeReceiver(addresses);
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.EventTypes).MustBeEventTypes(command => command.Format);
        RuleFor(command => command.Format).MustBeFormat();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class UpdateWebhookHandler(WriteContext context, WebhookEditing editing, SecurityEventKeys keys)
    : ICommandHandler<UpdateWebhook>
{
    public async Task<CommandResult> Handle(UpdateWebhook request, CancellationToken cancellationToken)
    {
        var (webhook, refusal) = await editing.FindAsync(request.ApplicationId, request.WebhookId, cancellationToken);
        if (webhook is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var wanted = new WebhookContent(
            request.Url,
            UserText.Clean(request.Description) ?? "",
            WebhookContent.InOrder(request.EventTypes),
            request.Format
        );
        var (set, conflicts) = await FieldMerge.MergeAsync(
            context,
            webhook.ApplicationId,
            request.SeenVersion,
            wanted.Fields,
            cancellationToken,
            @event => @event is WebhookChanged changed && changed.WebhookId == webhook.Id
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        var content = webhook.Content.With(set);
        if (
            content.Format == WebhookFormat.SecurityEvents
            && content.EventTypes.Except(WebhookEventTypes.SecurityEvents).Any()
        )
        {
            // Somebody else has changed one of the two in the meantime.
            return CommandResult.Refused(WebhookErrors.TypesWithoutStandard);
        }

        if (content.Format == WebhookFormat.SecurityEvents)
        {
            await keys.AddMissingAsync(context, cancellationToken);
        }

        webhook.Change(content);
        return CommandResult.Done;
    }
}
