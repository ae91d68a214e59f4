using System.Collections.Concurrent;

namespace UserAdmin.Web.Exports;

/// <summary>
/// The downloads in progress in this process. A download is a response that is separate from the circuit of its page;
/// through this class the page follows its progress and can cancel it.
/// </summary>
public sealed class ExportRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ExportRun> _runs = new();
    private readonly ConcurrentDictionary<string, Action<ExportProgress>> _watchers = new();

    /// <summary>Follows an export; call it before the export starts. One page follows one export.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="onProgress">Called on other threads, after every page of rows.</param>
    /// <returns>Dispose it to stop following; the download continues.</returns>
    public IDisposable Watch(string exportId, Action<ExportProgress> onProgress)
    {
        _watchers[exportId] = onProgress;
        return new Watching(() => _watchers.TryRemove(exportId, out _));
    }

    /// <summary>Cancels one's own export.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="userId">The user who must own the export.</param>
    public void Cancel(string exportId, string userId)
    {
        if (_runs.TryGetValue(exportId, out var run) && run.UserId == userId)
        {
            run.Cancel();
        }
    }

    /// <summary>Starts a download; returns null if it is already in progress.</summary>
    internal ExportRun? Begin(
        string exportId,
        string userId,
        CancellationToken browserGone,
        CancellationToken stopping = default
    )
    {
        var run = new ExportRun(
            userId,
            time.GetUtcNow(),
            progress => Tell(exportId, progress),
            () => _runs.TryRemove(exportId, out _),
            browserGone,
            stopping
        );
        if (_runs.TryAdd(exportId, run))
        {
            return run;
        }

        run.Dispose();
        return null;
    }

    private void Tell(string exportId, ExportProgress progress)
    {
        if (_watchers.TryGetValue(exportId, out var watcher))
        {
            watcher(progress);
        }
    }

    private sealed class Watching(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}

/// <summary>The progress of an export.</summary>
/// <param name="State">The state.</param>
/// <param name="Rows">The number of users written so far.</param>
/// <param name="Total">The number of users when it started.</param>
/// <param name="Took">How long it has taken so far.</param>
/// <param name="Error">The reason why it failed, as a sentence; null otherwise.</param>
public sealed record ExportProgress(ExportState State, int Rows, int Total, TimeSpan Took, string? Error = null);

/// <summary>The state of an export.</summary>
public enum ExportState
{
    /// <summary>In progress.</summary>
    Running,

    /// <summary>Everything was sent.</summary>
    Done,

    /// <summary>Cancelled here or in the browser.</summary>
    Cancelled,

    /// <summary>Refused, or failed.</summary>
    Failed,
}

/// <summary>One download in progress.</summary>
internal sealed class ExportRun : IDisposable
{
    private readonly Lock _ending = new();
    private readonly CancellationTokenSource _cancellation;
    private readonly DateTimeOffset _startedAt;
    private readonly Action<ExportProgress> _tell;
    private readonly Action _forget;
    private bool _isOver;

    public ExportRun(
        string userId,
        DateTimeOffset startedAt,
        Action<ExportProgress> tell,
        Action forget,
        params CancellationToken[] ends
    )
    {
        (UserId, _startedAt, _tell, _forget) = (userId, startedAt, tell, forget);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(ends);
        Cancellation = _cancellation.Token;
    }

    public string UserId { get; }

    public int Rows { get; private set; }

    public int Total { get; set; }

    public CancellationToken Cancellation { get; }

    /// <summary>Cancels the download; does nothing if it has ended.</summary>
    public void Cancel()
    {
        lock (_ending)
        {
            if (!_isOver)
            {
                _cancellation.Cancel();
            }
        }
    }

    public void Report(int rows, DateTimeOffset now)
    {
        Rows = rows;
        _tell(new ExportProgress(ExportState.Running, rows, Total, now - _startedAt));
    }

    public void End(ExportState state, DateTimeOffset now, string? error = null)
    {
        _forget();
        _tell(new ExportProgress(state, Rows, Total, now - _startedAt, error));
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _isOver = true;
            _cancellation.Dispose();
        }
    }
}
