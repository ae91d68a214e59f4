using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// Limits how much disk space the imports of one person may use, for the uploaded files and the rows read from them.
/// </summary>
internal sealed class ImportQuota(IDbContextFactory<WriteContext> contexts, IImportStorage storage)
{
    /// <summary>
    /// How many bytes all imports of one person may use together, until their rows are deleted: 2 GiB.
    /// </summary>
    public const long BytesPerPerson = 2L << 30;

    /// <summary>Returns how many bytes a person may still use.</summary>
    /// <param name="actorId">The person.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<long> LeftAsync(string actorId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var imports = await context
            .ImportRuns.AsNoTracking()
            .Where(run => run.ActorId == actorId && !run.IsDeleted)
            .Select(run => run.ImportId)
            .ToListAsync(cancellationToken);
        return BytesPerPerson - imports.Sum(storage.BytesOf);
    }

    /// <summary>Returns how many bytes the rows of a file may use, and the error if they use more.</summary>
    /// <param name="run">The import of the file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<(long Bytes, Messaging.Error Beyond)> RowsOfAsync(
        ImportRun run,
        CancellationToken cancellationToken
    )
    {
        var (left, byRatio) = (
            await LeftAsync(run.ActorId, cancellationToken),
            TableLimits.ValueBytes(storage.UploadBytes(run.ImportId))
        );
        return left < byRatio ? (left, ImportErrors.QuotaReached) : (byRatio, TableErrors.UnpacksTooLarge);
    }
}
