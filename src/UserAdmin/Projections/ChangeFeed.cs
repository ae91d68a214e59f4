using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace UserAdmin.Projections;

/// <inheritdoc/>
internal sealed class ChangeFeed(ILogger<ChangeFeed> logger) : IChangeFeed
{
    private ImmutableHashSet<Subscription> _subscriptions = [];

    /// <summary>Number of subscribers.</summary>
    public int Subscribers => _subscriptions.Count;

    public IDisposable Subscribe(Action<ReadModelChange> onChange)
    {
        var subscription = new Subscription(this, onChange);
        ImmutableInterlocked.Update(ref _subscriptions, set => set.Add(subscription));
        return subscription;
    }

    /// <summary>Notifies every subscriber, outside any lock.</summary>
    public void Publish(ReadModelChange change)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.OnChange(change);
            }
            catch (Exception fault)
            {
                // A bug in one page must not keep the others from being notified, nor stop the runner.
                logger.LogError(fault, "A subscriber of the change feed failed.");
            }
        }
    }

    private sealed class Subscription(ChangeFeed feed, Action<ReadModelChange> onChange) : IDisposable
    {
        public Action<ReadModelChange> OnChange { get; } = onChange;

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, set => set.Remove(this));
    }
}
