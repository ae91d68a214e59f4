using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Following;

/// <summary>The rows of the stock tables that another program changed, by user and role.</summary>
/// <param name="UserIds">Users, each once.</param>
/// <param name="NewUserIds">Those among them that were created.</param>
/// <param name="RoleIds">Roles, each once.</param>
/// <param name="IsEverything">Whether a whole table was emptied, so that everything has to be compared.</param>
/// <param name="IsMore">Whether there may be more rows.</param>
internal sealed record ObservedIds(
    IReadOnlyList<string> UserIds,
    IReadOnlySet<string> NewUserIds,
    IReadOnlyList<string> RoleIds,
    bool IsEverything,
    bool IsMore
)
{
    /// <summary>Returns the ids of rows of the queue.</summary>
    /// <param name="rows">What the row is about, and its key as triggers wrote it; the kinds are those of <see
    /// cref="StockTable"/>.</param>
    /// <param name="isMore">Whether there may be more.</param>
    /// <param name="key">The kind of the keys.</param>
    public static ObservedIds Of(IReadOnlyCollection<(string Kind, string Id)> rows, bool isMore, IdentityKey key)
    {
        var created = Ids(StockTable.NewUserKind).ToHashSet();
        return new(
            [.. Ids(StockTable.UserKind).Union(created)],
            created,
            Ids(StockTable.RoleKind),
            rows.Any(row => row.Kind == StockTable.EverythingKind),
            isMore
        );

        string[] Ids(string kind) =>
            [
                .. rows.Where(row => row.Kind == kind)
                    .Select(row => AccountKeys.FromText(key, kind == StockTable.RoleKind, row.Id))
                    .Distinct(),
            ];
    }
}

/// <summary>
/// The queue that triggers on the stock tables write to, in the transaction of whoever changes a row. It says which
/// rows changed; what they contain now is read afterwards, so its order does not matter.
/// </summary>
internal interface IObservedQueue
{
    /// <summary>
    /// Takes rows out of the queue, in the open transaction: first all those of some subjects, then others.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="first">Users or roles that are taken in any case.</param>
    /// <param name="most">How many other rows to take at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ObservedIds> TakeAsync(
        WriteContext context,
        IReadOnlyCollection<string> first,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Keeps other programs from deleting accounts until the end of the transaction, so that what is written about them
    /// refers to rows that exist. They can still change them.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="userIds">The accounts; those that do not exist are left out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task HoldAsync(WriteContext context, IReadOnlyList<string> userIds, CancellationToken cancellationToken);

    /// <summary>
    /// Makes other programs that want to change accounts wait until the end of the transaction, for a command that has
    /// met them at every try.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="subjectIds">The accounts; ids of anything else are left out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task LockAsync(WriteContext context, IReadOnlyCollection<string> subjectIds, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the database plan each statement of the open transaction for the keys that it names. A plan that is kept
    /// for any keys expects a few, and then compares each row with each of thousands.
    /// </summary>
    Task PlanForManyAsync(WriteContext context, CancellationToken cancellationToken);

    /// <summary>Returns whether there are rows, on a connection of its own.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);
}

/// <summary>What became of the triggers.</summary>
/// <param name="WereMissing">
/// Whether some were missing and were created, so that changes before may have been missed.
/// </param>
/// <param name="Problem">Why they could not be created, for a person; null if all are there.</param>
internal sealed record TriggerState(bool WereMissing, string? Problem);

/// <summary>The triggers that fill the queue.</summary>
internal interface IStockTriggers
{
    /// <summary>
    /// Creates the triggers that are missing or different. Looks only if the schema may have changed since the last
    /// call.
    /// </summary>
    Task<TriggerState> EnsureAsync(CancellationToken cancellationToken);
}
