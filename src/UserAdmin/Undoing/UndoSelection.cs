namespace UserAdmin.Undoing;

/// <summary>
/// The events to undo, named in one of four ways. Events that are not about accounts are counted, but not undone.
/// </summary>
public sealed record UndoSelection
{
    /// <summary>The most accounts that are undone at once.</summary>
    public const int MostAccounts = 10_000;

    /// <summary>The most events that a batch or a search may find.</summary>
    public const int MostEvents = 50_000;

    /// <summary>The most events that are named one by one.</summary>
    public const int MostPositions = 200;

    /// <summary>Every event of a bulk action, an import or an earlier undo, by its key.</summary>
    public string? BatchId { get; init; }

    /// <summary>Single events, by their log positions; at most <see cref="MostPositions"/>.</summary>
    public IReadOnlyList<long>? Positions { get; init; }

    /// <summary>Every event of the command whose last event has this log position.</summary>
    public long? Command { get; init; }

    /// <summary>Every event that a search of the activity finds.</summary>
    public string? Search { get; init; }

    /// <summary>
    /// Only events up to this log position, so that what is undone is what a preview has shown; null for all.
    /// </summary>
    public long? UpTo { get; init; }
}

/// <summary>The chosen events of one account.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Positions">Log positions of the events, ascending; at least one.</param>
public sealed record UndoEvents(string UserId, IReadOnlyList<long> Positions);
