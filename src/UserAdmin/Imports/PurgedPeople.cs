using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>Forgets the reasons that a person gave for imports when the account is purged.</summary>
internal sealed class PurgedImporters(WriteContext context) : IUserBelongings
{
    public async Task LeaveBehindAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (
            var run in await context
                .ImportRuns.Where(run => run.ActorId == userId && run.Reason != null)
                .ToListAsync(cancellationToken)
        )
        {
            run.Reason = EventSealing.Erased;
        }
    }
}

/// <summary>
/// Clears the staged rows of imports that created or changed purged accounts. The uploaded file of such an import is
/// deleted, because a file cannot forget one row; it can then no longer be read in another way.
/// </summary>
internal sealed class ImportTraces(IImportStorage storage) : IPurgeTraces
{
    public Task<bool> RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        foreach (var importId in storage.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Guid.TryParseExact(importId, "D", out _) && storage.HasRows(importId))
            {
                using var stage = storage.OpenStage(importId);
                if (stage.Forget(userIds))
                {
                    storage.DeleteUpload(importId);
                }
            }
        }

        return Task.FromResult(true);
    }
}
