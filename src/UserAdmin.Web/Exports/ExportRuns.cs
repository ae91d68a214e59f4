using System.Collections.Concurrent;

namespace UserAdmin.Web.Exports;

/// <summary>
/// The downloads under way in this process. A download is a response of its own, apart from the circuit of the page
/// that began it; here the page hears how far it is, and can cancel it.
/// </summary>
public sealed class ExportRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ExportRun> _runs = new();
    private readonly ConcurrentDictionary<string, Action<ExportProgress>> _watchers = new();

    /// <summary>Follows an export, from before it begins. One page follows one export.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="onProgress">Called on other threads, after every page of rows.</param>
    /// <returns>Dispose to stop following; the download goes on.</returns>
    public IDisposable Watch(string exportId, Action<ExportProgress> onProgress)
    {
        _watchers[exportId] = onProgress;
        return new Watching(() => _watchers.TryRemove(exportId, out _));
    }

    /// <summary>Breaks off an export of one's own.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="userId">Whose it has to be.</param>
    public void Cancel(string exportId, string userId)
    {
        if (_runs.TryGetValue(exportId, out var run) && run.UserId == userId)
        {
            run.Cancel();
        }
    }

    /// <summary>Begins a download, or gives null when it is under way already.</summary>
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

/// <summary>How far an export is.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Rows">How many users are written.</param>
/// <param name="Total">How many there were when it began.</param>
/// <param name="Took">How long it has taken so far.</param>
/// <param name="Error">Why it broke off, as a sentence; null otherwise.</param>
public sealed record ExportProgress(ExportState State, int Rows, int Total, TimeSpan Took, string? Error = null);

/// <summary>How an export stands.</summary>
public enum ExportState
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>The last of it has left.</summary>
    Done,

    /// <summary>Cancelled here or in the browser.</summary>
    Cancelled,

    /// <summary>Refused, or failed.</summary>
    Failed,
}

/// <summary>One download under way.</summary>
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

    /// <summary>Breaks it off; does nothing when it has ended.</summary>
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
