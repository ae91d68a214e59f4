using System.Diagnostics.Metrics;
using UserAdmin.Messaging;

namespace UserAdmin.Webhooks.Sending;

/// <summary>What webhooks send. Tags hold no names of receivers, so that their number is bounded.</summary>
internal sealed class WebhookInstruments(UserAdminMeter meter) : IInstruments
{
    private readonly Histogram<double> _deliveries = meter.Durations(
        "useradmin.webhook.duration",
        "Time until a receiver has answered, by the problem if there was one."
    );

    /// <summary>Records that a request has ended.</summary>
    /// <param name="problem">Why it was no success; null if it was.</param>
    /// <param name="took">How long it took.</param>
    public void Sent(WebhookProblem? problem, TimeSpan took) =>
        _deliveries.Record(
            took.TotalSeconds,
            new KeyValuePair<string, object?>("problem", problem?.ToString() ?? "none")
        );
}
