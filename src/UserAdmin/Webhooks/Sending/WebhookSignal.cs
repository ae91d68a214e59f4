using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Webhooks.Sending;

/// <summary>Wakes the runner of webhooks when something happens that one of them may send.</summary>
internal sealed class WebhookSignal : WorkSignal
{
    protected override void Followed(EventRecord record)
    {
        if (!record.IsSetAside && WebhookEventTypes.Contains(record.Type))
        {
            Wake();
        }
    }
}
