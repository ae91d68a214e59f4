using UserAdmin.Applications;
using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Webhooks;

/// <summary>Maintains the rows of webhooks.</summary>
internal sealed class WebhookProjection
    : IProject<WebhookCreated>,
        IProject<WebhookChanged>,
        IProject<WebhookSecretRotated>,
        IProject<WebhookPaused>,
        IProject<WebhookResumed>,
        IProject<WebhookDeleted>,
        IProject<ApplicationDeleted>
{
    public void Apply(WebhookCreated @event, EventRecord record, IReadModelRows rows)
    {
        var row = new WebhookRow
        {
            Id = @event.WebhookId,
            ApplicationId = @event.ApplicationId,
            CreatedAt = record.At,
            SecretAt = record.At,
        };
        Set(row, @event.Content, record);
        rows.Add(row);
    }

    public void Apply(WebhookChanged @event, EventRecord record, IReadModelRows rows) =>
        Set(rows.Get<WebhookRow>(@event.WebhookId), @event.Content, record);

    public void Apply(WebhookSecretRotated @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<WebhookRow>(@event.WebhookId);
        (row.SecretAt, row.FormerSecretUntil) = (record.At, @event.FormerUntil);
    }

    public void Apply(WebhookPaused @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<WebhookRow>(@event.WebhookId);
        (row.PausedAt, row.PausedBecause) = (record.At, @event.Because);
    }

    public void Apply(WebhookResumed @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<WebhookRow>(@event.WebhookId);
        (row.PausedAt, row.PausedBecause) = (null, null);
    }

    public void Apply(WebhookDeleted @event, EventRecord record, IReadModelRows rows) =>
        rows.Remove(rows.Get<WebhookRow>(@event.WebhookId));

    public void Apply(ApplicationDeleted @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<WebhookRow>(nameof(WebhookRow.ApplicationId), @event.ApplicationId))
        {
            rows.Remove(row);
        }
    }

    private static void Set(WebhookRow row, WebhookContent content, EventRecord record) =>
        (row.Url, row.Description, row.Types, row.Format, row.ChangedAt, row.Version) = (
            content.Url,
            content.Description,
            string.Join(' ', content.EventTypes),
            content.Format,
            record.At,
            record.Position
        );
}
