using Microsoft.EntityFrameworkCore;
using UserAdmin.Imports;
using UserAdmin.Storage;

namespace UserAdmin.Audit.Queries;

/// <summary>Tells which batches are imports.</summary>
internal static class HistoryBatches
{
    /// <summary>Sets <see cref="HistoryRow.IsOfImport"/>.</summary>
    public static async Task TellImportsAsync(
        ReadContext context,
        IReadOnlyList<HistoryRow> rows,
        CancellationToken cancellationToken
    )
    {
        var batches = rows.Where(row => row.BatchId is not null).Select(row => row.BatchId!).Distinct().ToArray();
        if (batches.Length == 0)
        {
            return;
        }

        var imports = await context
            .Imports.Where(row => batches.Contains(row.ImportId))
            .Select(row => row.ImportId)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            row.IsOfImport = row.BatchId is not null && imports.Contains(row.BatchId);
        }
    }
}
