using System.Globalization;
using UserAdmin.Applications;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Users;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Webhooks;

/// <summary>Marks an event about a webhook; its subject is the application.</summary>
internal interface IOfWebhook : IOfApplicationPart
{
    /// <summary>Id of the application.</summary>
    string ApplicationId { get; }

    /// <summary>Id of the webhook.</summary>
    string WebhookId { get; }
}

internal sealed record WebhookCreated(string ApplicationId, string WebhookId, WebhookContent Content) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Webhook created";

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Content
                .Fields.Where(one => one.Value is not null)
                .Select(one => new FieldChange(one.Key, null, one.Value)),
        ];
}

internal sealed record WebhookChanged(
    string ApplicationId,
    string WebhookId,
    WebhookContent Content,
    IReadOnlyList<FieldChange> Changes
) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Webhook changed";
}

internal sealed record WebhookSecretRotated(
    string ApplicationId,
    string WebhookId,
    string Url,
    DateTimeOffset? FormerUntil
) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() =>
        FormerUntil is null ? "Secret of a webhook replaced at once" : "Secret of a webhook rotated";

    public IReadOnlyList<FieldChange> Changes =>
        FormerUntil is { } end ? [new("FormerSecretUntil", null, ApplicationContent.Text(end))] : [];
}

internal sealed record WebhookPaused(string ApplicationId, string WebhookId, string Url, WebhookPause Because)
    : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() =>
        Because switch
        {
            WebhookPause.FailedTooLong => "Webhook paused, because an event could not be delivered for three days",
            WebhookPause.Gone => "Webhook paused, because its receiver wants no more",
            WebhookPause.SecretLost => "Webhook paused, because its secret cannot be read",
            _ => "Webhook paused",
        };
}

internal sealed record WebhookResumed(string ApplicationId, string WebhookId, string Url, bool SkippedMissed)
    : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => SkippedMissed ? "Webhook resumed without what was missed" : "Webhook resumed";
}

internal sealed record WebhookDeleted(string ApplicationId, string WebhookId, string Url) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Webhook deleted";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateWebhook.Url), Url, null)];
}

[OnlyInHistory("What it sends is no part of the log.")]
internal sealed record WebhookTried(string ApplicationId, string WebhookId, string Url) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Webhook tried";
}

[OnlyInHistory("Deliveries are no part of the log.")]
internal sealed record WebhookDeliveryRepeated(string ApplicationId, string WebhookId, string DeliveryId) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Delivery of a webhook sent again";
}

[OnlyInHistory("Deliveries are no part of the log.")]
internal sealed record WebhookDeliverySkipped(
    string ApplicationId,
    string WebhookId,
    string DeliveryId,
    long Position,
    string EventType
) : IOfWebhook
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Event of a webhook skipped";

    public IReadOnlyList<FieldChange> Changes =>
        [
            new(nameof(EventType), EventType, null),
            new(nameof(Position), Position.ToString(CultureInfo.InvariantCulture), null),
        ];
}

/// <summary>
/// Somebody is told by mail that a webhook was paused by the program: whoever answers for its application, or manages
/// applications.
/// </summary>
[OnlyInHistory("The mail that it orders has its own event.")]
internal sealed record PausedWebhookAnnounced(
    string UserId,
    string ApplicationId,
    string WebhookId,
    WebhookPause Because,
    [property: Personal] string ApplicationName,
    [property: Personal] string Url,
    [property: Personal] string Email
) : ISendsMail
{
    public string SubjectId => UserId;

    public string Describe() => "Notice of a paused webhook asked for";

    public MailOrder? Mail =>
        new(
            Because switch
            {
                WebhookPause.Gone => MailKind.WebhookGone,
                WebhookPause.SecretLost => MailKind.WebhookSecretLost,
                _ => MailKind.WebhookFailed,
            },
            Email
        )
        {
            Path = $"applications/{Uri.EscapeDataString(ApplicationId)}/webhooks/{Uri.EscapeDataString(WebhookId)}",
            Values = new Dictionary<string, string> { ["application"] = ApplicationName, ["url"] = Url },
        };
}
