using UserAdmin.EventLog;
using UserAdmin.Roles;

namespace UserAdmin.Webhooks;

/// <summary>
/// A webhook, on the write side. Its state changes only in this class; every change but progress records an event.
/// </summary>
internal sealed class Webhook : IRecordsEvents
{
    public string Id { get; set; } = "";

    public string ApplicationId { get; set; } = "";

    public string Url { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>Names of its types of events, separated by spaces; empty for all.</summary>
    public string EventTypes { get; set; } = "";

    public WebhookFormat Format { get; set; }

    /// <summary>The secret, encrypted with the keys of the program (<see cref="WebhookSecrets"/>).</summary>
    public byte[] Secret { get; set; } = [];

    /// <summary>The secret before, encrypted, while requests are signed with it as well.</summary>
    public byte[]? FormerSecret { get; set; }

    public DateTimeOffset? FormerSecretUntil { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>The log position up to which its events were put among its deliveries.</summary>
    public long Position { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>How many rounds have failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>When the receiver is tried again after a failure.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? LastDeliveredAt { get; set; }

    public List<IEvent> Events { get; } = [];

    public WebhookContent Content => new(Url, Description, RoleRow.Names(EventTypes), Format);

    public static Webhook Create(string id, string applicationId, WebhookContent content, byte[] secret, long position)
    {
        var webhook = new Webhook
        {
            Id = id,
            ApplicationId = applicationId,
            Secret = secret,
            Position = position,
        };
        webhook.Take(content);
        webhook.Events.Add(new WebhookCreated(applicationId, id, content));
        return webhook;
    }

    public void Change(WebhookContent content)
    {
        var changes = WebhookContent.Changes(Content, content);
        if (changes.Count > 0)
        {
            if (content.Url != Url)
            {
                // Another receiver, or the mended address of this one.
                Hopeful();
            }

            Take(content);
            Events.Add(new WebhookChanged(ApplicationId, Id, content, changes));
        }
    }

    /// <summary>Sets a new secret.</summary>
    /// <param name="secret">The secret, encrypted.</param>
    /// <param name="formerUntil">Until when the former one signs as well; null if it does no more.</param>
    public void RotateSecret(byte[] secret, DateTimeOffset? formerUntil)
    {
        (FormerSecret, FormerSecretUntil) = (formerUntil is null ? null : Secret, formerUntil);
        Secret = secret;
        Events.Add(new WebhookSecretRotated(ApplicationId, Id, Url, formerUntil));
    }

    public void Pause(WebhookPause because, DateTimeOffset now)
    {
        if (PausedAt is null)
        {
            PausedAt = now;
            Events.Add(new WebhookPaused(ApplicationId, Id, Url, because));
        }
    }

    /// <summary>Resumes it.</summary>
    /// <param name="position">The log position after which events are sent; null to go on where it stopped.</param>
    public void Resume(long? position)
    {
        if (PausedAt is not null || position is not null)
        {
            PausedAt = null;
            Position = position ?? Position;
            Hopeful();
            Events.Add(new WebhookResumed(ApplicationId, Id, Url, position is not null));
        }
    }

    /// <summary>Records the deletion; the caller deletes the row, and its deliveries with it.</summary>
    public void Delete() => Events.Add(new WebhookDeleted(ApplicationId, Id, Url));

    /// <summary>Records that somebody tries it, and has the receiver tried at once.</summary>
    public void Try()
    {
        NextAttemptAt = null;
        Events.Add(new WebhookTried(ApplicationId, Id, Url));
    }

    /// <summary>Records that somebody has a delivery sent again, and has the receiver tried at once.</summary>
    public void Repeat(string deliveryId)
    {
        NextAttemptAt = null;
        Events.Add(new WebhookDeliveryRepeated(ApplicationId, Id, deliveryId));
    }

    /// <summary>Records that somebody gives a delivery up, and has the receiver tried at once with the next one.</summary>
    public void Skip(WebhookDelivery delivery)
    {
        NextAttemptAt = null;
        Events.Add(new WebhookDeliverySkipped(ApplicationId, Id, delivery.Id, delivery.Position, delivery.EventType));
    }

    /// <summary>Takes note of how a round of deliveries has ended.</summary>
    /// <param name="tries">Those of the round; at least one.</param>
    public void Ended(IReadOnlyCollection<WebhookTry> tries)
    {
        var delivered = tries.Where(one => one.Problem is null).Max(one => (DateTimeOffset?)one.At);
        var failed = tries.Where(one => one.Problem is not null && !one.IsOurs).Max(one => (DateTimeOffset?)one.At);
        var blaming = tries.Where(one => one.BlamesReceiver).ToList();
        if (delivered is { } at)
        {
            LastDeliveredAt = LastDeliveredAt is { } known && known > at ? known : at;
            FailingSince = null;
        }
        else
        {
            FailingSince ??= failed;
        }

        var retryAfter = blaming.Max(one => one.RetryAfter);
        if (blaming.Count > 0 && (delivered is null || retryAfter is not null))
        {
            Failures++;
            NextAttemptAt = blaming.Max(one => one.At) + WebhookDelivery.Wait(Failures, retryAfter);
        }
        else if (tries.Any(one => !one.IsOurs))
        {
            // It answers, even if it refuses single events.
            (Failures, NextAttemptAt) = (0, null);
        }
    }

    private void Hopeful() => (FailingSince, Failures, NextAttemptAt) = (null, 0, null);

    private void Take(WebhookContent content) =>
        (Url, Description, EventTypes, Format) = (
            content.Url,
            content.Description,
            string.Join(' ', content.EventTypes),
            content.Format
        );
}
