using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using UserAdmin.Audit;
using UserAdmin.Audit.Search;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// What a webhook sends of an event, in the shape that Standard Webhooks advises: the type, when it happened, and the
/// data. It says what the activity says, and nothing more: an event never holds a password or a secret.
/// </summary>
/// <param name="Type">The type of the event, such as <c>UserEmailChanged</c>.</param>
/// <param name="Timestamp">When it happened, in UTC.</param>
/// <param name="Data">The event; null for a trial.</param>
internal sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, WebhookEventData? Data)
{
    public const string ContentType = "application/json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        // Names in any script stay readable. The body is never part of an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Returns the payload of an event.</summary>
    /// <param name="record">The event, decrypted.</param>
    /// <param name="event">The event, decoded.</param>
    /// <param name="maySeePeople">Whether names and values of people may be sent.</param>
    public static WebhookPayload Of(EventRecord record, IEvent @event, bool maySeePeople)
    {
        var kind = HistorySubjects.Of(record.Type);
        var hides = kind == HistorySubject.User && !maySeePeople;
        var hidesActor = !maySeePeople && EventSealing.IsAccount(record.ActorId);
        return new(
            record.Type,
            record.At,
            new(
                record.Position,
                Convert.ToHexStringLower(record.Hash),
                new(record.SubjectId, kind),
                new(record.ActorId, hidesActor ? null : record.ActorName),
                hides ? ActivityActions.Words(record.Type) : @event.Describe(),
                hides || hidesActor ? null : record.Reason,
                hides || hidesActor ? null : record.IpAddress,
                [
                    .. @event.Changes.Select(change =>
                        hides ? new WebhookFieldChange(change.Field, null, null)
                        : @event is IOfWebhook && change.Field == nameof(UpdateWebhook.Url)
                            ? new(change.Field, HostOf(change.From), HostOf(change.To))
                        : new(change.Field, change.From, change.To)
                    ),
                ]
            )
        );
    }

    // The path of a receiver is often all that keeps others from sending to it.
    private static string? HostOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>Returns the payload of a trial.</summary>
    /// <param name="at">When somebody asked for it.</param>
    public static WebhookPayload Trial(DateTimeOffset at) => new(WebhookEventTypes.Trial, at, null);

    /// <summary>Returns the payload as JSON in UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, _json);
}

/// <summary>An event, as a webhook sends it.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="Hash">Its hash in the chain of the log, as lower-case hex.</param>
/// <param name="Subject">What it happened to.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Description">What happened, in words.</param>
/// <param name="Reason">The reason, if the actor gave one; null if the application may not see people.</param>
/// <param name="IpAddress">Where it came from, if known; null likewise.</param>
/// <param name="Changes">The fields that changed, with old and new values.</param>
internal sealed record WebhookEventData(
    long Position,
    string Hash,
    WebhookSubject Subject,
    WebhookActor Actor,
    string Description,
    string? Reason,
    string? IpAddress,
    IReadOnlyList<WebhookFieldChange> Changes
);

/// <summary>What an event happened to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What kind of thing it is.</param>
internal sealed record WebhookSubject(string Id, HistorySubject Kind);

/// <summary>Who did something.</summary>
/// <param name="Id">The actor's id.</param>
/// <param name="Name">The actor's name at that time; null if the application may not see people.</param>
internal sealed record WebhookActor(string Id, string? Name);

/// <summary>The change of a field.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="From">Value before; left out if there was none, or if the application may not see people.</param>
/// <param name="To">Value after; left out likewise.</param>
internal sealed record WebhookFieldChange(string Field, string? From, string? To);
