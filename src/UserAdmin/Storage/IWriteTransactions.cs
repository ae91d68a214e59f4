using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage;

/// <summary>Begins transactions on the write database in which a decision may rest on what was read.</summary>
internal interface IWriteTransactions
{
    /// <summary>
    /// Begins a transaction in which nothing that is read can be changed by anybody else, in any process, before it
    /// ends.
    /// </summary>
    /// <param name="context">The context; it has no transaction yet.</param>
    /// <param name="cancellationToken">Cancels the wait for whoever writes now.</param>
    Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken);
}
