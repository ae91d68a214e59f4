using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.Commands;

/// <summary>
/// Changes the fields of a webhook. Only fields that differ from their value at <paramref name="SeenVersion"/> are
/// changed. What already waits is sent to the new address. Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Its application.</param>
/// <param name="WebhookId">Key of the webhook.</param>
/// <param name="Url">Where to, at most 2,000 characters: HTTPS unless the operator allows HTTP.</param>
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
        RuleFor(command => command.EventTypes).MustBeEventTypes();
        RuleFor(command => command.Format).MustBeFormat();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}
