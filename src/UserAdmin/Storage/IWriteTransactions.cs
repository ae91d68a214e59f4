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
}
