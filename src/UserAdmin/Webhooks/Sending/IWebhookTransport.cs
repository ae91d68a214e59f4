namespace UserAdmin.Webhooks.Sending;

/// <summary>A request to a receiver.</summary>
/// <param name="Url">The receiver's address.</param>
/// <param name="Headers">Headers other than the content type.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">The body, as it was signed.</param>
internal sealed record WebhookRequest(
    string Url,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string ContentType,
    byte[] Body
);

/// <summary>What a receiver has answered.</summary>
/// <param name="Status">The status; null if there was no answer.</param>
/// <param name="Problem">Why it is no success; null if it is.</param>
/// <param name="Body">The beginning of the body, at most <see cref="WebhookDelivery.KeptAnswer"/> characters, or
/// null.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone, or null.</param>
internal sealed record WebhookAnswer(
    int? Status,
    WebhookProblem? Problem,
    string? Body = null,
    TimeSpan? RetryAfter = null
);

/// <summary>Sends requests to receivers.</summary>
internal interface IWebhookTransport
{
    /// <summary>Sends a request. What goes wrong with it is an answer.</summary>
    Task<WebhookAnswer> SendAsync(WebhookRequest request, CancellationToken cancellationToken);
}
