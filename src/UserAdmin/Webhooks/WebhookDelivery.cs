namespace UserAdmin.Webhooks;

/// <summary>An event on its way to a receiver, on the write side. It is no part of the log.</summary>
internal sealed class WebhookDelivery
{
    /// <summary>How long a delivery is tried before its webhook is paused.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>The longest time between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>How many characters are kept of an answer.</summary>
    public const int KeptAnswer = 2_000;

    private static readonly TimeSpan[] _waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        LongestWait,
    ];

    /// <summary>Id, the same for each try: from webhook and position, so that no event can be put in twice.</summary>
    public string Id { get; set; } = "";

    public string WebhookId { get; set; } = "";

    /// <summary>Log position of the event; 0 for a trial.</summary>
    public long Position { get; set; }

    public string EventType { get; set; } = "";

    public string SubjectId { get; set; } = "";

    public DateTimeOffset HappenedAt { get; set; }

    public WebhookDeliveryStatus Status { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>When it was first sent since somebody last wanted it sent.</summary>
    public DateTimeOffset? FirstAttemptAt { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    public int Milliseconds { get; set; }

    public int? AnswerStatus { get; set; }

    public WebhookProblem? Problem { get; set; }

    public string? Answer { get; set; }

    /// <summary>Returns how long to wait after a failure.</summary>
    /// <param name="failures">How many there were, 1 or more.</param>
    /// <param name="asked">How long the receiver has asked to be left alone, or null.</param>
    public static TimeSpan Wait(int failures, TimeSpan? asked)
    {
        var wait = _waits[Math.Clamp(failures - 1, 0, _waits.Length - 1)];
        return asked is { } more && more > wait ? (more < LongestWait ? more : LongestWait) : wait;
    }

    /// <summary>Has it sent again.</summary>
    public void Order(DateTimeOffset now) =>
        (Status, NextAttemptAt, FirstAttemptAt) = (WebhookDeliveryStatus.Waiting, now, null);

    /// <summary>Gives it up, so that what waits behind it goes on.</summary>
    public void GiveUp() => Status = WebhookDeliveryStatus.Failed;

    /// <summary>Has it tried for another three days.</summary>
    public void Encourage(DateTimeOffset now) => (NextAttemptAt, FirstAttemptAt) = (now, now);

    /// <summary>
    /// Whether it has been tried for three days in vain. A single try and then three days in which nothing could be
    /// sent do not count.
    /// </summary>
    public bool IsHopeless(DateTimeOffset now) =>
        Status == WebhookDeliveryStatus.Waiting && Attempts >= _waits.Length && FirstAttemptAt + Patience <= now;

    /// <summary>Takes note of a try.</summary>
    public void Tried(WebhookTry result)
    {
        // Whoever tries the receiver, or has something sent again, looks at the result. It must not hold back what is
        // newer, or arrive much later.
        var isOnce = Position == 0 || (FirstAttemptAt is null && Attempts > 0);
        Attempts++;
        FirstAttemptAt ??= result.At;
        (LastAttemptAt, Milliseconds, AnswerStatus, Problem, Answer) = (
            result.At,
            result.Milliseconds,
            result.AnswerStatus,
            result.Problem,
            result.Answer
        );
        Status =
            result.Problem is null ? WebhookDeliveryStatus.Delivered
            : result.IsOurs || isOnce ? WebhookDeliveryStatus.Failed
            : WebhookDeliveryStatus.Waiting;
        NextAttemptAt = result.At + Wait(Attempts, result.RetryAfter);
    }
}
