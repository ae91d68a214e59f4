using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>Begins transactions on the write database in which decisions may rely on what was read.</summary>
internal interface IWriteTransactions
{
    /// <summary>
    /// Creates a context for one transaction after the other. Its connection is open until the context is disposed, and
    /// keeps its prepared statements.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<WriteContext> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction during which nobody else, in any process, can change what it reads.</summary>
    /// <param name="context">The context, without a transaction.</param>
    /// <param name="cancellationToken">Cancels the wait for the current writer.</param>
    Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Marks the transaction as ours, so that the triggers on the stock tables leave its changes out, and finds out
    /// whether they have noted others (<see cref="WriteContext.HasObserved"/>).
    /// </summary>
    /// <param name="context">The context, in a transaction that has just begun.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task MarkAsync(WriteContext context, CancellationToken cancellationToken);

    /// <summary>Removes the mark. Must be called right before the commit, with the same context.</summary>
    /// <param name="context">The context, in its transaction.</param>
    Task UnmarkAsync(WriteContext context);

    /// <summary>
    /// Returns the statement that takes what other programs changed of these subjects out of the queue; how many rows
    /// it takes tells whether there was anything. Null where nobody else can have written since the transaction began.
    /// </summary>
    /// <param name="context">The context, in its transaction.</param>
    /// <param name="subjectIds">Users and roles, and whatever else events are about.</param>
    DbCommand? TakeObserved(WriteContext context, IReadOnlyCollection<string> subjectIds);

    /// <summary>Ends a savepoint whose changes stay. Its name may be used again.</summary>
    /// <param name="transaction">The transaction that has the savepoint.</param>
    /// <param name="savepoint">The savepoint's name.</param>
    Task ReleaseAsync(DbTransaction transaction, string savepoint);
}
