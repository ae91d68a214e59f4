using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// How much of the disk the imports of one person may take: files as they came and the rows that were read from them.
/// </summary>
internal sealed class ImportQuota(IDbContextFactory<WriteContext> contexts, ImportFolders folders)
{
    /// <summary>Bytes that all imports of one person may take together, until their rows are deleted: 2 GiB.</summary>
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
        return BytesPerPerson - imports.Sum(folders.BytesOf);
    }

    /// <summary>How many bytes the rows of a file may take, and what is said when they take more.</summary>
    /// <param name="run">Its import.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<(long Bytes, Messaging.Error Beyond)> RowsOfAsync(
        ImportRun run,
        CancellationToken cancellationToken
    )
    {
        var (left, byRatio) = (
            await LeftAsync(run.ActorId, cancellationToken),
            TableLimits.ValueBytes(folders.UploadBytes(run.ImportId))
        );
        return left < byRatio ? (left, ImportErrors.QuotaReached) : (byRatio, TableErrors.UnpacksTooLarge);
    }
}
