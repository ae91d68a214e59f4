using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Audit.Queries;

/// <summary>Counts what happened on each of the last days, by kind.</summary>
/// <remarks>The kinds are <see cref="ActivityMeasure.All"/>.</remarks>
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

    // Added up by the database: a busy directory has a thousand rows a day, of which a page shows ten figures.
    private async Task<IReadOnlyList<(int, string, int)>> CountedAsync(
        IReadOnlyList<DateTimeOffset> edges,
        CancellationToken cancellationToken
    )
    {
        var counts = new List<(int, string, int)>();
        for (var day = 0; day < edges.Count - 1; day++)
        {
            var first = ActivityTallyProjection.QuarterOf(edges[day]);
            var next = ActivityTallyProjection.QuarterOf(edges[day + 1]);
#pragma warning disable CA1309 // It is translated to SQL, which compares byte by byte.
            var types = await context
                .ActivityTallies.Where(row =>
                    string.Compare(row.Quarter, first) >= 0 && string.Compare(row.Quarter, next) < 0
                )
                .GroupBy(row => row.EventType)
                .Select(group => new { Type = group.Key, Count = group.Sum(row => row.Count) })
                .ToListAsync(cancellationToken);
#pragma warning restore CA1309
            counts.AddRange(types.Select(one => (day, one.Type, one.Count)));
        }

        return counts;
    }
}
