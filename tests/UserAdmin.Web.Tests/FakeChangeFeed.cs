using UserAdmin.Projections;

namespace UserAdmin.Web.Tests;

/// <summary>A change feed that tests publish on.</summary>
internal sealed class FakeChangeFeed : IChangeFeed
{
    private readonly List<Action<ReadModelChange>> _subscribers = [];

    public int Subscribers => _subscribers.Count;

    public IDisposable Subscribe(Action<ReadModelChange> onChange)
    {
        _subscribers.Add(onChange);
        return new Subscription(() => _subscribers.Remove(onChange));
    }

    public void Publish(params string[] subjects) => Publish(new ReadModelChange(60, subjects.ToHashSet()));

    public void Publish(ReadModelChange change)
    {
        foreach (var subscriber in _subscribers.ToArray())
        {
            subscriber(change);
        }
    }

    /// <summary>A role changed, and with it perhaps what anybody may do.</summary>
    public void PublishRole(string roleId) =>
        Publish(new ReadModelChange(60, new HashSet<string> { roleId }) { ChangesRoles = true });

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
