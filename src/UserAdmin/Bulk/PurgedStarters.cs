using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Bulk;

/// <summary>Forgets the reasons that a person gave for bulk actions when the account is purged.</summary>
internal sealed class PurgedStarters(WriteContext context) : IUserBelongings
{
    public async Task LeaveBehindAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (
            var run in await context
                .BulkRuns.Where(run => run.ActorId == userId && run.Reason != null)
                .ToListAsync(cancellationToken)
        )
        {
            run.Reason = EventSealing.Erased;
        }
    }
}
