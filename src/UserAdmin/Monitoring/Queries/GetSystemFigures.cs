using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Monitoring.Queries;

/// <summary>Gets how much happens, and how much room it takes.</summary>
[Permission(Permissions.SystemRead)]
public sealed record GetSystemFigures : IQuery<SystemFigures>;

/// <summary>How much happens, and how much room it takes.</summary>
/// <param name="LastMinute">How many events the log got within the last minute.</param>
/// <param name="LastDay">How many within the last 24 hours.</param>
/// <param name="Storage">The size of the databases and their last backup.</param>
/// <param name="Version">The version of this program; behind a plus sign, its commit.</param>
public sealed record SystemFigures(long LastMinute, long LastDay, StorageFigures Storage, string Version);

internal sealed class GetSystemFiguresHandler(ReadContext context, IStorageHealth storage, TimeProvider time)
    : IQueryHandler<GetSystemFigures, SystemFigures>
{
    public async Task<Answer<SystemFigures>> Handle(GetSystemFigures request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Value = new SystemFigures(
                await SinceAsync(now.AddMinutes(-1), cancellationToken),
                await SinceAsync(now.AddDays(-1), cancellationToken),
                await storage.MeasureAsync(cancellationToken),
                BackupManifest.ThisVersion
            ),
        };
    }

    // Two looks into indexes: positions have no gaps, so their distance counts the events, with those that are in no
    // history.
    private async Task<long> SinceAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var first = await context
            .History.Where(row => row.At >= moment)
            .OrderBy(row => row.At)
            .Select(row => (long?)row.Position)
            .FirstOrDefaultAsync(cancellationToken);
        return first is { } position
            ? await context.History.MaxAsync(row => row.Position, cancellationToken) - position + 1
            : 0;
    }
}
