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

    public void Publish(params string[] subjects)
    {
        foreach (var subscriber in _subscribers.ToArray())
        {
            subscriber(new ReadModelChange(60, subjects.ToHashSet()));
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
