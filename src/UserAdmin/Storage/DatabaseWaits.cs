using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>
/// Waits for a database server that cannot be reached, such as while its standby takes over, and knows for how long
/// somebody has been waiting, so that the pages can say so.
/// </summary>
/// <param name="faults">Tells which exceptions are worth waiting for.</param>
/// <param name="time">The clock.</param>
public sealed class DatabaseWaits(IDatabaseFaults faults, TimeProvider time)
{
    /// <summary>
    /// How long somebody waits. A server that is restarted, or replaced by its standby, is usually back within seconds.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What was read has changed nothing, even if the connection was lost.
    private static readonly Error _noAnswer = new(
        "database.unreachable",
        "The database server does not answer, so nothing was changed. Try again in a moment; if it stays so, tell "
            + "whoever runs the program."
    );

    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private int _waiting;
    private long _since;

    /// <summary>Raised when the first one begins to wait and when nobody waits any more, on any thread.</summary>
    public event Action? Changed;

    /// <summary>For how long somebody has been waiting without a break; null if nobody waits.</summary>
    public TimeSpan? Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? time.GetElapsedTime(_since) : null;
            }
        }
    }

    /// <summary>Begins to wait, until the result is disposed.</summary>
    public IDisposable Begin()
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = _waiting++ == 0;
            if (isFirst)
            {
                _since = time.GetTimestamp();
            }
        }

        if (isFirst)
        {
            Changed?.Invoke();
        }

        return new Wait(this);
    }

    /// <summary>
    /// Reads, and reads again while the server cannot be reached: at once, because a server that was restarted has only
    /// ended the connections, and then four times a second. Once the server has been away for longer than <see
    /// cref="Patience"/>, nobody waits any more.
    /// </summary>
    /// <param name="read">Reads and changes nothing.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <typeparam name="T">What is read.</typeparam>
    /// <exception cref="DatabaseUnavailableException">The server did not come back in time.</exception>
    internal async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        IDisposable? wait = null;
        try
        {
            while (true)
            {
                try
                {
                    return await read();
                }
                catch (Exception fault) when (faults.MayPass(fault))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (time.GetElapsedTime(begun) >= Patience || Elapsed >= Patience)
                    {
                        throw new DatabaseUnavailableException(_noAnswer, fault);
                    }
                }

                if (wait is not null)
                {
                    await Task.Delay(_betweenTries, time, cancellationToken);
                }

                wait ??= Begin();
            }
        }
        finally
        {
            wait?.Dispose();
        }
    }

    private void End()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_waiting == 0;
        }

        if (isLast)
        {
            Changed?.Invoke();
        }
    }

    private sealed class Wait(DatabaseWaits waits) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                waits.End();
            }
        }
    }
}
