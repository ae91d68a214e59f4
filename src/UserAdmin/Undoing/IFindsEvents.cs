using UserAdmin.Messaging;

namespace UserAdmin.Undoing;

/// <summary>Finds events by a search of the activity.</summary>
internal interface IFindsEvents
{
    /// <summary>Finds the newest events.</summary>
    /// <param name="search">The search of the activity.</param>
    /// <param name="most">How many events at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The events, and whether these are all; or the reason why the search is refused.</returns>
    Task<(IReadOnlyList<FoundEvent> Events, bool AreAll, Error? Refusal)> FindAsync(
        string search,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>Finds the newest events of a batch, without those about the batch itself.</summary>
    /// <inheritdoc cref="FindAsync"/>
    /// <param name="batchId">Key of the batch.</param>
    /// <param name="most">How many events at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<(IReadOnlyList<FoundEvent> Events, bool AreAll)> OfBatchAsync(
        string batchId,
        int most,
        CancellationToken cancellationToken
    );
}

/// <summary>An event that was found.</summary>
/// <param name="Position">Its log position.</param>
/// <param name="SubjectId">What it happened to.</param>
internal readonly record struct FoundEvent(long Position, string SubjectId);
