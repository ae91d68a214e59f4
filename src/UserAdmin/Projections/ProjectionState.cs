using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>What the runner says of itself.</summary>
internal sealed class ProjectionState(
    LogSignal log,
    ReadModelPosition position,
    TimeProvider time,
    ILogger<ProjectionState> logger
) : IProjectionMonitor
{
    // Every open page has a chip that hears each signal; a backlog must not ring it hundreds of times a second.
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private ImmutableHashSet<Subscription> _subscriptions = [];
    private long _publishedAt;
    private DateTimeOffset? _heartbeatAt;
    private DateTimeOffset? _caughtUpAt;
    private volatile ProjectionPause? _pause;
    private volatile RebuildProgress? _rebuild;
    private volatile string? _rebuildError;

    private volatile ProjectionPause? _rebuildStop;
    private volatile LogMismatch? _mismatch;
    private volatile bool _isBuilding;
    private int _setAside;

    public ProjectionPause? Pause => _pause;

    /// <summary>
    /// What stands at a position, when the runner has paused or a rebuild has stopped before it: it may be set aside.
    /// </summary>
    public ProjectionPause? StopAt(long at) =>
        _pause is { } pause && pause.Position == at ? pause
        : _rebuildStop is { } stop && stop.Position == at ? stop
        : null;

    /// <summary>The oldest mismatch of the log that nobody has acknowledged.</summary>
    public LogMismatch? Mismatch
    {
        get => _mismatch;
        set
        {
            var before = _mismatch;
            _mismatch = value;
            if (before != value)
            {
                Publish();
            }
        }
    }

    /// <summary>How many events were set aside, as the runner knows it.</summary>
    public int SetAside
    {
        get => Volatile.Read(ref _setAside);
        set => Volatile.Write(ref _setAside, value);
    }

    /// <summary>Whether the read model has not caught up with the log for the first time.</summary>
    public bool IsBuilding
    {
        get => _isBuilding;
        set
        {
            var before = _isBuilding;
            _isBuilding = value;
            if (before != value)
            {
                Publish();
            }
        }
    }

    public SystemStatus Current
    {
        get
        {
            lock (_lock)
            {
                // The read position first: the log may only be ahead of it, never behind.
                var read = position.Current;
                return new SystemStatus(Math.Max(log.Position, read), read, _heartbeatAt, _caughtUpAt, _pause, _rebuild)
                {
                    RebuildError = _rebuildError,
                    RebuildStop = _rebuildStop,
                    SetAside = SetAside,
                    IsBuilding = _isBuilding,
                    Mismatch = _mismatch,
                };
            }
        }
    }

    public IDisposable Subscribe(Action onChanged)
    {
        var subscription = new Subscription(this, onChanged);
        ImmutableInterlocked.Update(ref _subscriptions, set => set.Add(subscription));
        return subscription;
    }

    /// <summary>A sign of life. Told to subscribers a few times a second at most.</summary>
    public void Beat(DateTimeOffset now)
    {
        lock (_lock)
        {
            _heartbeatAt = now;
            if (_pause is null && position.Current >= log.Position)
            {
                _caughtUpAt = now;
            }
        }

        if (time.GetElapsedTime(Volatile.Read(ref _publishedAt)) >= _shortestInterval)
        {
            Publish();
        }
    }

    public void Resume(DateTimeOffset now)
    {
        var resumed = _pause is not null;
        _pause = null;
        if (resumed)
        {
            Beat(now);
            Publish();
        }
    }

    /// <summary>Notes a failure before an event. Returns how often it has failed now.</summary>
    public int PauseAt(long at, string eventType, Exception fault, DateTimeOffset now)
    {
        var before = _pause;
        _pause =
            before is not null && before.Position == at
                ? before with
                {
                    Error = fault.Message,
                    Tries = before.Tries + 1,
                }
                : new ProjectionPause(at, eventType, fault.Message, now, 1);
        Publish();
        return _pause.Tries;
    }

    public void RebuildAt(RebuildProgress? progress)
    {
        _rebuild = progress;
        Publish();
    }

    /// <summary>Notes why the last rebuild failed; null when another one begins.</summary>
    public void RebuildFailed(Exception? fault)
    {
        _rebuildError = fault?.Message;
        _rebuildStop = fault is EventNotAppliedException stop
            ? new(stop.Position, stop.EventType, stop.InnerException!.Message, time.GetUtcNow(), 1)
            : null;
        Publish();
    }

    /// <summary>An event was set aside: a rebuild would no longer stop before it.</summary>
    public void WasSetAside(long at)
    {
        if (_rebuildStop?.Position == at)
        {
            _rebuildStop = null;
            Publish();
        }
    }

    private void Publish()
    {
        Volatile.Write(ref _publishedAt, time.GetTimestamp());
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.OnChanged();
            }
            catch (Exception fault)
            {
                // One page's bug must not stop the runner.
                logger.LogError(fault, "A subscriber of the projection monitor failed.");
            }
        }
    }

    private sealed class Subscription(ProjectionState state, Action onChanged) : IDisposable
    {
        public Action OnChanged { get; } = onChanged;

        public void Dispose() => ImmutableInterlocked.Update(ref state._subscriptions, set => set.Remove(this));
    }
}
