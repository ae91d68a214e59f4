using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Audit.Queries;

/// <summary>Counts what happened on each of the last days (<see cref="ActivityMeasure.All"/>).</summary>
/// <param name="TimeZone">The IANA name of the zone in which days begin; null or unknown for UTC.</param>
/// <param name="Days">How many days, 1 to 92; the last one is today.</param>
[Permission(Permissions.ActivityRead)]
public sealed record CountActivityByDay(string? TimeZone = null, int Days = 30) : IQuery<ActivityDays>;

internal sealed class CountActivityByDayHandler(ReadContext context, TimeProvider time)
    : IQueryHandler<CountActivityByDay, ActivityDays>
{
    public async Task<Answer<ActivityDays>> Handle(CountActivityByDay request, CancellationToken cancellationToken) =>
        new()
        {
            Value = await ActivityDays.CountAsync(
                request.TimeZone,
                Math.Clamp(request.Days, 1, 92),
                time.GetUtcNow(),
                CountedAsync,
                cancellationToken
            ),
        };

    private async Task<IEnumerable<(DateTimeOffset, string, int)>> CountedAsync(
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var first = ActivityTallyProjection.QuarterOf(from);
        var rows = await context
            .ActivityTallies.Where(row => string.Compare(row.Quarter, first) >= 0)
            .ToListAsync(cancellationToken);
        return rows.Select(row => (ActivityTallyProjection.BeginOf(row.Quarter), row.EventType, row.Count));
    }
}
