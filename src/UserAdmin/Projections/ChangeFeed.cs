using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace UserAdmin.Projections;

/// <inheritdoc/>
internal sealed class ChangeFeed(ILogger<ChangeFeed> logger) : IChangeFeed
{
    private ImmutableHashSet<Subscription> _subscriptions = [];

    public IDisposable Subscribe(Action<ReadModelChange> onChange)
    {
        var subscription = new Subscription(this, onChange);
        ImmutableInterlocked.Update(ref _subscriptions, set => set.Add(subscription));
        return subscription;
    }

    /// <summary>Tells every subscriber, outside any lock.</summary>
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
                // One page's bug must not keep the news from the others, nor stop the runner.
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
