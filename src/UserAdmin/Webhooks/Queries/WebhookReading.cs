using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Webhooks.Sending;

namespace UserAdmin.Webhooks.Queries;

/// <summary>
/// Reads how far webhooks have got, and their deliveries. Those are on the write side: they are no part of the log,
/// from which the read model is built.
/// </summary>
internal interface IWebhookReader
{
    /// <summary>Sets what the rows of webhooks do not hold: their progress, and why they send nothing.</summary>
    Task CompleteAsync(IReadOnlyList<WebhookRow> rows, CancellationToken cancellationToken);

    /// <summary>Returns a page of the deliveries of a webhook.</summary>
    /// <param name="query">Which.</param>
    /// <param name="access">What the reader may do.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<Page<WebhookDeliveryRow>> ListAsync(
        ListWebhookDeliveries query,
        Access access,
        CancellationToken cancellationToken
    );

    /// <summary>Returns a delivery with what is sent, or null.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="access">What the reader may do.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<WebhookDeliveryDetails?> FindAsync(string deliveryId, Access access, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class WebhookReader(
    IDbContextFactory<WriteContext> contexts,
    IApplicationAccess applications,
    IWriteStore store,
    WebhookWriter writer,
    TimeProvider time
) : IWebhookReader
{
    public async Task CompleteAsync(IReadOnlyList<WebhookRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        string[] ids = [.. rows.Select(row => row.Id)];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var webhooks = await context
            .Webhooks.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.Id))
            .Select(row => new
            {
                Webhook = row,
                ApplicationName = context
                    .Set<Application>()
                    .Where(one => one.Id == row.ApplicationId)
                    .Select(one => one.Name)
                    .Single(),
                Waiting = context
                    .Set<WebhookDelivery>()
                    .Count(one => one.WebhookId == row.Id && one.Status == WebhookDeliveryStatus.Waiting),
            })
            .ToDictionaryAsync(row => row.Webhook.Id, cancellationToken);
        var tail = await WebhookEditing.TailAsync(context, cancellationToken);
        foreach (var row in rows)
        {
            if (webhooks.TryGetValue(row.Id, out var found))
            {
                var webhook = found.Webhook;
                row.ApplicationName = found.ApplicationName;
                row.Progress = new(
                    webhook.Position,
                    Math.Max(0, tail - webhook.Position),
                    found.Waiting,
                    webhook.FailingSince,
                    webhook.LastDeliveredAt,
                    webhook.NextAttemptAt
                );
            }

            if (row.FormerSecretUntil <= time.GetUtcNow())
            {
                row.FormerSecretUntil = null;
            }

            row.PausedBecause ??= await StoppedAsync(row.ApplicationId, cancellationToken);
        }
    }

    public async Task<Page<WebhookDeliveryRow>> ListAsync(
        ListWebhookDeliveries query,
        Access access,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.WebhookDeliveries.AsNoTracking().Where(row => row.WebhookId == query.WebhookId);
        if (query.Status is { } status)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (query.OnlyTrials)
        {
            rows = rows.Where(row => row.Position == 0);
        }

        var size = Math.Clamp(query.PageSize, 1, 200);
        var total = await rows.CountAsync(cancellationToken);
        var number = Math.Clamp(query.PageNumber, 1, Math.Max(1, (total + size - 1) / size));
        var page = await rows.OrderByDescending(row => row.HappenedAt)
            .ThenByDescending(row => row.Position)
            .ThenByDescending(row => row.Id)
            .Skip((number - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new([.. page.Select(row => RowOf(row, access))], total);
    }

    public async Task<WebhookDeliveryDetails?> FindAsync(
        string deliveryId,
        Access access,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await context
                .WebhookDeliveries.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == deliveryId, cancellationToken)
            is not { } delivery
        )
        {
            return null;
        }

        var webhook = await context
            .Webhooks.AsNoTracking()
            .SingleAsync(row => row.Id == delivery.WebhookId, cancellationToken);
        var application = await applications.FindAsync(webhook.ApplicationId, cancellationToken);
        // What neither the reader nor the application may see of people is not shown.
        var maySeePeople =
            access.Permissions.Contains(Permissions.UsersRead)
            && application?.Permissions.Contains(Permissions.UsersRead) == true;
        return new(
            RowOf(delivery, access),
            webhook.Url,
            [
                .. WebhookSignature.Headers(delivery.Id, delivery.LastAttemptAt ?? time.GetUtcNow()),
                new("content-type", WebhookWriter.ContentTypeOf(webhook.Format)),
            ],
            access.Permissions.Contains(Permissions.ActivityRead) ? BodyOf(webhook, delivery, maySeePeople) : null,
            // The receiver may answer with what it was sent.
            access.Permissions.Contains(Permissions.ActivityRead) && access.Permissions.Contains(Permissions.UsersRead)
                ? delivery.Answer
                : null
        );
    }

    private string? BodyOf(Webhook webhook, WebhookDelivery delivery, bool maySeePeople)
    {
        try
        {
            using var log = new WebhookLog(store);
            var record = delivery.Position == 0 ? null : log.At(delivery.Position);
            return delivery.Position > 0 && record is not { IsSetAside: false }
                ? null
                : writer.Show(webhook, delivery, record, maySeePeople);
        }
        catch (Exception fault) when (fault is NotSupportedException or JsonException)
        {
            return null;
        }
    }

    private async Task<WebhookPause?> StoppedAsync(string applicationId, CancellationToken cancellationToken) =>
        await applications.FindAsync(applicationId, cancellationToken) is not { } access
            ? WebhookPause.ApplicationStopped
        : access.Permissions.Contains(Permissions.ActivityRead) ? null
        : WebhookPause.NotPermitted;

    private static WebhookDeliveryRow RowOf(WebhookDelivery delivery, Access access)
    {
        // What has happened to whom is the activity.
        var mayRead = delivery.Position == 0 || access.Permissions.Contains(Permissions.ActivityRead);
        return new()
        {
            Id = delivery.Id,
            WebhookId = delivery.WebhookId,
            Position = delivery.Position,
            EventType = mayRead ? delivery.EventType : "",
            SubjectId = mayRead ? delivery.SubjectId : "",
            HappenedAt = delivery.HappenedAt,
            Status = delivery.Status,
            Attempts = delivery.Attempts,
            NextAttemptAt = delivery.NextAttemptAt,
            FirstAttemptAt = delivery.FirstAttemptAt,
            LastAttemptAt = delivery.LastAttemptAt,
            Milliseconds = delivery.Milliseconds,
            AnswerStatus = delivery.AnswerStatus,
            Problem = delivery.Problem,
        };
    }
}
