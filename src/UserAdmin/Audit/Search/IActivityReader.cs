namespace UserAdmin.Audit.Search;

/// <summary>Reads events that a filter finds, in the order of the log and within a bounded time.</summary>
internal interface IActivityReader
{
    /// <summary>The most values of a filter for which each gets a search of its own through an index.</summary>
    const int MostKeys = 100;

    /// <summary>
    /// Reads the newest events before a position, or the oldest after one. It looks at a limited number of events, so
    /// that a filter that finds next to nothing is answered in the same time as one that finds everything.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="before">Only events before this position; null for no limit.</param>
    /// <param name="after">Only events after this position, the nearest first; null for no limit.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ActivityStretch> ReadAsync(
        ActivityFilter filter,
        long? before,
        long? after,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>Reads what is counted of the newest events that a filter finds.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="most">How many events at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The events, newest first, and whether these are all.</returns>
    Task<(IReadOnlyList<ActivityFact> Facts, bool AreAll)> NewestAsync(
        ActivityFilter filter,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>Returns the addresses that begin with a text, in order.</summary>
    /// <param name="prefix">The beginning, at least one character.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<string>> AddressesAsync(string prefix, int most, CancellationToken cancellationToken);
}

/// <summary>The events that were read.</summary>
/// <param name="Rows">The events, newest first.</param>
/// <param name="SearchedTo">The position of the last event that was looked at, if there may be more beyond it and fewer
/// than asked for were found; otherwise null.</param>
internal sealed record ActivityStretch(IReadOnlyList<HistoryRow> Rows, long? SearchedTo);

/// <summary>What is counted of an event.</summary>
/// <param name="EventType">Its type.</param>
/// <param name="ActorId">Id of its actor.</param>
/// <param name="ActorName">Name of its actor at that time.</param>
/// <param name="SubjectId">Its subject.</param>
/// <param name="At">When it happened.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="IpAddress">Where it came from, if known.</param>
internal readonly record struct ActivityFact(
    string EventType,
    string ActorId,
    string ActorName,
    string SubjectId,
    DateTimeOffset At,
    long Position,
    string? IpAddress
);
