using UserAdmin.Roles;

namespace UserAdmin.Webhooks;

/// <summary>A webhook of an application: a row of the read model and a view model.</summary>
public sealed class WebhookRow
{
    /// <summary>Key of the webhook.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Key of its application.</summary>
    public string ApplicationId { get; internal set; } = "";

    /// <summary>Name of its application; empty if that was deleted meanwhile. Not stored; set by queries.</summary>
    public string ApplicationName { get; internal set; } = "";

    /// <summary>Where it sends to: an absolute address, HTTPS unless the operator allows HTTP.</summary>
    public string Url { get; internal set; } = "";

    /// <summary>What it is for, at most 500 characters, or empty.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>The types of events that it sends; empty for all that its format has.</summary>
    public IReadOnlyList<string> EventTypes => RoleRow.Names(Types);

    /// <summary>What it sends.</summary>
    public WebhookFormat Format { get; internal set; }

    /// <summary>When it was paused, in UTC; null if it was not.</summary>
    public DateTimeOffset? PausedAt { get; internal set; }

    /// <summary>Why it sends nothing; null if it does. Queries set it if its application is the reason.</summary>
    public WebhookPause? PausedBecause { get; internal set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When its fields last changed, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>When its secret was made or last rotated, in UTC.</summary>
    public DateTimeOffset SecretAt { get; internal set; }

    /// <summary>Until when requests are signed with the former secret as well, in UTC; null if there is none.</summary>
    public DateTimeOffset? FormerSecretUntil { get; internal set; }

    /// <summary>Log position of its last change: the version that an edit is based on (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>How far it has got. Not stored; set by queries.</summary>
    public WebhookProgress Progress { get; internal set; } = WebhookProgress.None;

    /// <summary>
    /// Whether somebody should look at it: it was paused, though not by a person, or its receiver fails. A webhook that
    /// only waits for its application does not count.
    /// </summary>
    public bool NeedsAttention =>
        PausedBecause is WebhookPause.FailedTooLong or WebhookPause.Gone or WebhookPause.SecretLost
        || (PausedBecause is null && Progress.FailingSince is not null);

    /// <summary>The types as stored, separated by spaces.</summary>
    internal string Types { get; set; } = "";
}

/// <summary>How far a webhook has got.</summary>
/// <param name="Position">The log position up to which its events were found.</param>
/// <param name="Behind">How many events of the log it has not looked at yet, of whatever type.</param>
/// <param name="Waiting">How many deliveries wait to be sent.</param>
/// <param name="FailingSince">When the receiver began to fail, in UTC; null if its last answer was a success.</param>
/// <param name="LastDeliveredAt">When it last answered with success, in UTC; null for never.</param>
/// <param name="NextAttemptAt">When the next delivery that failed is tried again, in UTC; null if none has.</param>
public sealed record WebhookProgress(
    long Position,
    long Behind,
    int Waiting,
    DateTimeOffset? FailingSince,
    DateTimeOffset? LastDeliveredAt,
    DateTimeOffset? NextAttemptAt
)
{
    /// <summary>Of a webhook that has sent nothing.</summary>
    public static WebhookProgress None { get; } = new(0, 0, 0, null, null, null);
}

/// <summary>One event on its way to a receiver.</summary>
public sealed class WebhookDeliveryRow
{
    /// <summary>Its key, which the receiver gets as <c>webhook-id</c>: the same for each try.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Key of the webhook.</summary>
    public string WebhookId { get; internal set; } = "";

    /// <summary>Log position of the event; 0 for a trial.</summary>
    public long Position { get; internal set; }

    /// <summary>The type of the event; empty if the reader may not read the activity.</summary>
    public string EventType { get; internal set; } = "";

    /// <summary>What it happened to; empty likewise.</summary>
    public string SubjectId { get; internal set; } = "";

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset HappenedAt { get; internal set; }

    /// <summary>How far it has got.</summary>
    public WebhookDeliveryStatus Status { get; internal set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>When it is tried next if it waits, in UTC.</summary>
    public DateTimeOffset NextAttemptAt { get; internal set; }

    /// <summary>When it was first sent, in UTC; null if it was not.</summary>
    public DateTimeOffset? FirstAttemptAt { get; internal set; }

    /// <summary>When it was last sent, in UTC; null if it was not.</summary>
    public DateTimeOffset? LastAttemptAt { get; internal set; }

    /// <summary>How long the last answer took, in milliseconds.</summary>
    public int Milliseconds { get; internal set; }

    /// <summary>The status of the last answer, from 100 to 599; null if there was none.</summary>
    public int? AnswerStatus { get; internal set; }

    /// <summary>Why the last try was not successful; null if it was.</summary>
    public WebhookProblem? Problem { get; internal set; }
}

/// <summary>A delivery with what was sent and answered.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Url">Where it is sent to now.</param>
/// <param name="RequestHeaders">The headers of a request that is sent now, with the signature left out.</param>
/// <param name="RequestBody">The body, written from the log again, so that it tells nothing of erased accounts; null if
/// the reader may not read the activity, or if it cannot be written.</param>
/// <param name="AnswerBody">The beginning of the last answer, at most 2,000 characters; null if there was none.</param>
public sealed record WebhookDeliveryDetails(
    WebhookDeliveryRow Delivery,
    string Url,
    IReadOnlyList<KeyValuePair<string, string>> RequestHeaders,
    string? RequestBody,
    string? AnswerBody
);
