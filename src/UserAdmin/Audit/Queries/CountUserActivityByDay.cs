using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// Counts what happened to one account on each of the last days (<see cref="ActivityMeasure.All"/>); of an account with
/// very many events, the newest <see cref="Most"/>.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="TimeZone">The IANA name of the zone in which days begin; null or unknown for UTC.</param>
/// <param name="Days">How many days, 1 to 92; the last one is today.</param>
[Permission(Permissions.UsersRead)]
public sealed record CountUserActivityByDay(string UserId, string? TimeZone = null, int Days = 30)
    : IQuery<ActivityDays>
{
    /// <summary>The most events that are looked at.</summary>
    public const int Most = 5_000;
}

internal sealed class CountUserActivityByDayHandler(ReadContext context, TimeProvider time)
    : IQueryHandler<CountUserActivityByDay, ActivityDays>
{
    public async Task<Answer<ActivityDays>> Handle(CountUserActivityByDay request, CancellationToken cancellationToken)
    {
        return new()
        {
            Value = await ActivityDays.CountAsync(
                request.TimeZone,
                Math.Clamp(request.Days, 1, 92),
                time.GetUtcNow(),
                CountedAsync,
                cancellationToken
            ),
        };

        async Task<IEnumerable<(DateTimeOffset, string, int)>> CountedAsync(
            DateTimeOffset from,
            CancellationToken cancelled
        )
        {
            var rows = await context
                .History.Where(row => row.SubjectId == request.UserId)
                .OrderByDescending(row => row.Position)
                .Take(CountUserActivityByDay.Most)
                .Where(row => row.At >= from)
                .Select(row => new { row.At, row.EventType })
                .ToListAsync(cancelled);
            return rows.Select(row => (row.At, row.EventType, 1));
        }
    }
}
