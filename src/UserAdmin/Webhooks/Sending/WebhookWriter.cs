using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Writes what is sent, from the log and at the moment of sending: nothing of an event is stored a second time, so what
/// was erased from the log is gone from what waits, too.
/// </summary>
internal sealed class WebhookWriter(SecurityEventTokens tokens)
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the media type of what a format sends.</summary>
    public static string ContentTypeOf(WebhookFormat format) =>
        format == WebhookFormat.SecurityEvents ? SecurityEventTokens.ContentType : WebhookPayload.ContentType;

    /// <summary>Writes the body of a delivery.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="record">The event as it is stored; null for a trial.</param>
    /// <param name="maySeePeople">Whether names and values of people may be sent.</param>
    /// <param name="key">The key for security event tokens; null for a webhook of another format.</param>
    /// <exception cref="NotSupportedException">This version does not know the event.</exception>
    /// <exception cref="JsonException">The event is damaged.</exception>
    public byte[] Write(
        Webhook webhook,
        WebhookDelivery delivery,
        EventRecord? record,
        bool maySeePeople,
        SecurityKey? key
    )
    {
        if (webhook.Format == WebhookFormat.SecurityEvents)
        {
            return tokens.Sign(ClaimsOf(webhook, delivery, record), key!);
        }

        return PayloadOf(delivery, record, maySeePeople).ToBytes();
    }

    /// <summary>Returns the body of a delivery for a person: the claims instead of a signed token.</summary>
    /// <inheritdoc cref="Write"/>
    public string Show(Webhook webhook, WebhookDelivery delivery, EventRecord? record, bool maySeePeople) =>
        webhook.Format == WebhookFormat.SecurityEvents
            ? ClaimsOf(webhook, delivery, record).ToJsonString(_readable)
            : JsonSerializer.Serialize(
                JsonDocument.Parse(PayloadOf(delivery, record, maySeePeople).ToBytes()).RootElement,
                _readable
            );

    private static WebhookPayload PayloadOf(WebhookDelivery delivery, EventRecord? record, bool maySeePeople)
    {
        if (record is null)
        {
            return WebhookPayload.Trial(delivery.HappenedAt);
        }

        var (opened, @event) = EventSealing.Open(record);
        return WebhookPayload.Of(opened, @event, maySeePeople);
    }

    private System.Text.Json.Nodes.JsonObject ClaimsOf(Webhook webhook, WebhookDelivery delivery, EventRecord? record)
    {
        if (record is null)
        {
            return tokens.Trial(delivery.Id, webhook.Id, webhook.Url, delivery.HappenedAt);
        }

        var (opened, @event) = EventSealing.Open(record);
        return tokens.Claims(delivery.Id, webhook.Url, opened, @event);
    }
}
