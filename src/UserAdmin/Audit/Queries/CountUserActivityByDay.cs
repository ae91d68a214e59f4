using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// Counts what happened to one account on each of the last days, by kind; of an account with very many events, the
/// newest ones.
/// </summary>
/// <remarks>The kinds are <see cref="ActivityMeasure.All"/>.</remarks>
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

        async Task<IReadOnlyList<(int, string, int)>> CountedAsync(
            IReadOnlyList<DateTimeOffset> edges,
            CancellationToken cancelled
        )
        {
            var (from, to) = (edges[0], edges[^1]);
            var begins = edges.ToList();
            var rows = await context
                .History.Where(row => row.SubjectId == request.UserId)
                .OrderByDescending(row => row.Position)
                .Take(CountUserActivityByDay.Most)
                .Where(row => row.At >= from && row.At < to)
                .Select(row => new { row.At, row.EventType })
                .ToListAsync(cancelled);
            return [.. rows.Select(row => (DayOf(row.At, begins), row.EventType, 1))];
        }
    }

    private static int DayOf(DateTimeOffset at, List<DateTimeOffset> begins) =>
        begins.BinarySearch(at) is var found && found >= 0 ? found : ~found - 1;
}
