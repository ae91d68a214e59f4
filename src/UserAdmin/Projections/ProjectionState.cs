using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>The state that the runner publishes.</summary>
internal sealed class ProjectionState(
    LogSignal log,
    ReadModelPosition position,
    TimeProvider time,
    ILogger<ProjectionState> logger
) : IProjectionMonitor
{
    // The status chip of every open page receives each notification; a backlog must not cause hundreds of them a
    // second.
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
    /// Returns the failing event at a position if the runner has paused or a rebuild has stopped before it, or null.
    /// Such an event may be set aside.
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

    /// <summary>How many events were set aside, as last read by the runner.</summary>
    public int SetAside
    {
        get => Volatile.Read(ref _setAside);
        set => Volatile.Write(ref _setAside, value);
    }

    /// <summary>Whether the read model has not yet caught up with the log for the first time.</summary>
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
                // Read this position first, so that the log is never behind it.
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

    /// <summary>Records a heartbeat. Subscribers are notified at most a few times a second.</summary>
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

    /// <summary>Records a failure before an event. Returns how often it has failed so far.</summary>
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

    /// <summary>Records why the last rebuild failed; null when another one begins.</summary>
    public void RebuildFailed(Exception? fault)
    {
        _rebuildError = fault?.Message;
        _rebuildStop = fault is EventNotAppliedException stop
            ? new(stop.Position, stop.EventType, stop.InnerException!.Message, time.GetUtcNow(), 1)
            : null;
        Publish();
    }

    /// <summary>Records that an event was set aside, so that a rebuild would no longer stop before it.</summary>
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
                // A bug in one page must not stop the runner.
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
