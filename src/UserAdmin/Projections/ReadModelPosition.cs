namespace UserAdmin.Projections;

/// <summary>Waits until a change can be seen by queries.</summary>
public interface IReadModelWait
{
    /// <summary>Waits until the read model has reached a position. Returns false if it did not do so in time.</summary>
    /// <param name="position">Position in the log, such as that of an accepted command.</param>
    /// <param name="atMost">How long to wait at most.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    Task<bool> WaitAsync(long position, TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>
/// The position that the read model in use has reached, and a way to wait for a position (decision 14).
/// </summary>
internal sealed class ReadModelPosition(TimeProvider time) : IReadModelWait
{
    private readonly Lock _lock = new();
    private readonly List<(long Position, TaskCompletionSource Reached)> _waiting = [];
    private long _current;

    public long Current => Volatile.Read(ref _current);

    /// <summary>Sets the position, after each commit of the read model and after a switch to another one.</summary>
    public void Set(long position)
    {
        Volatile.Write(ref _current, position);
        List<TaskCompletionSource>? reached = null;
        lock (_lock)
        {
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Position <= position)
                {
                    (reached ??= []).Add(_waiting[i].Reached);
                    _waiting.RemoveAt(i);
                }
            }
        }

        reached?.ForEach(waiter => waiter.TrySetResult());
    }

    /// <inheritdoc/>
    public async Task<bool> WaitAsync(long position, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Current >= position)
            {
                return true;
            }

            _waiting.Add((position, reached));
        }

        try
        {
            await reached.Task.WaitAsync(atMost, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return Current >= position;
        }
        finally
        {
            lock (_lock)
            {
                _waiting.RemoveAll(waiter => waiter.Reached == reached);
            }
        }
    }
}
