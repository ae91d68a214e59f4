using System.Collections.Concurrent;

namespace UserAdmin.Storage;

/// <summary>Counts failed attempts by a key; all nodes on one database share the counts.</summary>
internal interface IAttemptCounts
{
    /// <summary>Returns how many attempts have failed; 0 if the last one was before the window.</summary>
    /// <param name="key">Whose attempts, and at what.</param>
    /// <param name="window">How long a failure counts.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<int> FailedAsync(string key, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>Adds a failed attempt, or counts from 1 again if the last one was before the window.</summary>
    /// <param name="key">Whose attempt, and at what.</param>
    /// <param name="window">How long a failure counts.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task AddAsync(string key, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>Forgets all failures of a key.</summary>
    /// <param name="key">Whose attempts, and at what.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task ForgetAsync(string key, CancellationToken cancellationToken);
}

/// <summary>
/// A budget of attempts by a key, shared by all nodes on one database. Registered only if the database is on a server.
/// </summary>
public interface ISharedBudget
{
    /// <summary>Takes one attempt.</summary>
    /// <param name="key">Whose attempt, and at what.</param>
    /// <param name="most">How many attempts are possible at once, above 0.</param>
    /// <param name="refill">After which time one more is possible.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if there was one left, otherwise the time until there is.</returns>
    Task<TimeSpan?> TakeAsync(string key, int most, TimeSpan refill, CancellationToken cancellationToken);
}

/// <summary>The counts of the only process on a database, in memory.</summary>
internal sealed class LocalAttemptCounts(TimeProvider time) : IAttemptCounts
{
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset At)> _failed = new();

    public Task<int> FailedAsync(string key, TimeSpan window, CancellationToken cancellationToken) =>
        Task.FromResult(_failed.TryGetValue(key, out var failed) && !IsOver(failed.At, window) ? failed.Count : 0);

    public Task AddAsync(string key, TimeSpan window, CancellationToken cancellationToken)
    {
        _failed.AddOrUpdate(
            key,
            _ => (1, time.GetUtcNow()),
            (_, failed) => (IsOver(failed.At, window) ? 1 : failed.Count + 1, time.GetUtcNow())
        );
        return Task.CompletedTask;
    }

    public Task ForgetAsync(string key, CancellationToken cancellationToken)
    {
        _failed.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    private bool IsOver(DateTimeOffset at, TimeSpan window) => time.GetUtcNow() - at >= window;
}
