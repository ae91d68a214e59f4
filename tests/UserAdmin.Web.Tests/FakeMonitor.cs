using UserAdmin.Projections;

namespace UserAdmin.Web.Tests;

/// <summary>A projection runner that stands where a test says.</summary>
internal sealed class FakeMonitor : IProjectionMonitor
{
    private readonly List<Action> _subscribers = [];

    public int Subscribers => _subscribers.Count;

    public SystemStatus Current { get; private set; } = At(read: 1, log: 1);

    public static SystemStatus At(long read, long log) => new(log, read, Rows.Now, Rows.Now, null, null);

    public static ProjectionPause Pause { get; } =
        new(42, "UserRenamed", "FormatException: not a name", Rows.Now.AddMinutes(-3), 7);

    /// <summary>The runner has moved, without a signal.</summary>
    public void Stand(SystemStatus status) => Current = status;

    /// <summary>The runner has moved, and says so.</summary>
    public void Tell(SystemStatus status)
    {
        Current = status;
        foreach (var subscriber in _subscribers.ToArray())
        {
            subscriber();
        }
    }

    public IDisposable Subscribe(Action onChanged)
    {
        _subscribers.Add(onChanged);
        return new Subscription(() => _subscribers.Remove(onChanged));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
