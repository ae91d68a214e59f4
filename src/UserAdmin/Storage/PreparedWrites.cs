using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace UserAdmin.Storage;

/// <summary>
/// Writes what the change tracker of EF Core has found, with one statement for each row, whose text is made once. EF
/// Core would plan a batch and write its SQL anew for each command, which takes several times as long (decision 64).
/// </summary>
internal sealed class PreparedWrites(
    DatabaseDependencies dependencies,
    RelationalDatabaseDependencies relationalDependencies,
    IRelationalCommandBuilderFactory builders,
    IRelationalCommandDiagnosticsLogger logger,
    ICurrentDbContext context
) : RelationalDatabase(dependencies, relationalDependencies)
{
    private readonly IRelationalConnection _connection = relationalDependencies.Connection;

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(
        IList<IUpdateEntry> entries,
        CancellationToken cancellationToken = default
    )
    {
        // Without a transaction, EF Core begins one. Keys that the database generates, rows of several types, and the
        // order in which values pass from row to row are left to it, too; few commands write them.
        if (
            _connection.CurrentTransaction is null
            || !entries.All(entry => WrittenRow.Of(entry.EntityType).IsPlain && entry.SharedIdentityEntry is null)
            || MayPassAValueOn(entries)
        )
        {
            return await base.SaveChangesAsync(entries, cancellationToken);
        }

        IEnumerable<IUpdateEntry> ordered = entries.Count == 1 ? entries : entries.OrderBy(WrittenRow.Order);
        var writer = (WriteContext)context.Context;
        var batch = writer.Unsent ?? new StatementBatch(writer);
        foreach (var entry in ordered)
        {
            await WriteAsync(batch, entry, cancellationToken);
        }

        if (batch != writer.Unsent)
        {
            await batch.SendAsync(cancellationToken);
        }

        return entries.Count;
    }

    private static bool MayPassAValueOn(IList<IUpdateEntry> entries) =>
        entries.Count > 1
        && entries.Any(giver =>
            WrittenRow.Of(giver.EntityType).GivesUpAValue(giver)
            && entries.Any(taker =>
                taker != giver
                && taker.EntityType == giver.EntityType
                && (taker.EntityState == EntityState.Added || WrittenRow.Of(taker.EntityType).GivesUpAValue(taker))
            )
        );

    private async Task WriteAsync(StatementBatch batch, IUpdateEntry entry, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object?>();
        if (WrittenRow.Of(entry.EntityType).Statement(builders, entry, values) is { } statement)
        {
            await batch.AddAsync(
                statement,
                new RelationalCommandParameterObject(
                    _connection,
                    values,
                    readerColumns: null,
                    context.Context,
                    logger,
                    CommandSource.SaveChanges
                ),
                Check,
                fault => new DbUpdateException(
                    $"A row of {entry.EntityType.DisplayName()} was not written.",
                    fault,
                    [entry]
                ),
                cancellationToken
            );
        }

        void Check(int written)
        {
            if (written != 1)
            {
                throw new DbUpdateConcurrencyException(
                    $"A row of {entry.EntityType.DisplayName()} was changed or deleted meanwhile.",
                    [entry]
                );
            }
        }
    }
}
