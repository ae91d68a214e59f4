namespace UserAdmin.Webhooks;

/// <summary>How a try to deliver has ended.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Milliseconds">How long the answer took.</param>
/// <param name="AnswerStatus">The status of the answer, or null.</param>
/// <param name="Problem">Why it was not successful; null if it was.</param>
/// <param name="Answer">The beginning of the answer, at most 2,000 characters, or null.</param>
/// <param name="RetryAfter">How long the receiver has asked to be left alone, or null.</param>
public sealed record WebhookTry(
    string DeliveryId,
    DateTimeOffset At,
    int Milliseconds,
    int? AnswerStatus,
    WebhookProblem? Problem,
    string? Answer,
    TimeSpan? RetryAfter
)
{
    /// <summary>Whether the receiver wants no more (410).</summary>
    internal bool IsGone => AnswerStatus == 410;

    /// <summary>Whether the receiver was not to blame.</summary>
    internal bool IsOurs => Problem is WebhookProblem.NotWritten;

    /// <summary>
    /// Whether the receiver would fare no better with another event: it did not answer, is overloaded or broken, has
    /// moved, or wants no more. Every other refusal may be about this event alone.
    /// </summary>
    internal bool BlamesReceiver =>
        Problem is not null
        && !IsOurs
        && (Problem is not WebhookProblem.Refused || AnswerStatus is 410 or 429 or >= 500);
}
