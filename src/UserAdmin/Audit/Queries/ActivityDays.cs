using System.Globalization;
using UserAdmin.Audit.Search;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Queries;

/// <summary>What was counted on the last days.</summary>
/// <param name="TimeZone">The IANA name of the zone in which the days begin.</param>
/// <param name="Days">The days without gaps, the earliest first; the last one is today.</param>
public sealed record ActivityDays(string TimeZone, IReadOnlyList<ActivityDay> Days)
{
    /// <summary>The search of the activity for the time of all days.</summary>
    public string Search => Span(Days[0].Day, Days[^1].Day);

    /// <summary>Returns how often a measure was counted on all days.</summary>
    /// <param name="measure">The measure, one of <see cref="ActivityMeasure.All"/>.</param>
    public int Total(ActivityMeasure measure) => Days.Sum(day => day.Count(measure));

    /// <summary>Returns the search of the activity for the time of one day.</summary>
    /// <param name="day">The day.</param>
    public string SearchOf(ActivityDay day) => Span(day.Day, day.Day);

    /// <summary>Counts events by day.</summary>
    /// <param name="zoneName">The IANA name of the zone in which days begin; null or unknown for UTC.</param>
    /// <param name="days">How many days.</param>
    /// <param name="now">The current time.</param>
    /// <param name="counted">Returns how many events of each type happened on each day. It is given the begin of every
    /// day, and the end of the last one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<ActivityDays> CountAsync(
        string? zoneName,
        int days,
        DateTimeOffset now,
        Func<
            IReadOnlyList<DateTimeOffset>,
            CancellationToken,
            Task<IReadOnlyList<(int Day, string Type, int Count)>>
        > counted,
        CancellationToken cancellationToken
    )
    {
        var zone = SearchZones.Find(zoneName) ?? TimeZoneInfo.Utc;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var begins = Enumerable.Range(1 - days, days).Select(number => today.AddDays(number)).ToList();
        var edges = begins.Append(today.AddDays(1)).Select(day => SearchZones.Moment(day, zone)).ToList();
        var counts = begins.Select(_ => new int[ActivityMeasure.All.Count]).ToList();
        foreach (var (day, type, count) in await counted(edges, cancellationToken))
        {
            for (var measure = 0; measure < ActivityMeasure.All.Count; measure++)
            {
                if (ActivityMeasure.All[measure].EventTypes.Contains(type))
                {
                    counts[day][measure] += count;
                }
            }
        }

        return new(
            zone == TimeZoneInfo.Utc ? "UTC" : zone.Id,
            [
                .. begins.Select(
                    (day, place) =>
                        new ActivityDay(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), counts[place])
                ),
            ]
        );
    }

    private string Span(string first, string last) =>
        SearchTerm.Of(ActivityFields.When, $"{(first == last ? first : $"{first}..{last}")}@{TimeZone}").ToString();
}

/// <summary>What was counted on one day.</summary>
/// <param name="Day">The day, as in “2026-11-29”.</param>
/// <param name="Counts">How many, in the order of <see cref="ActivityMeasure.All"/>.</param>
public sealed record ActivityDay(string Day, IReadOnlyList<int> Counts)
{
    /// <summary>Returns how often a measure was counted.</summary>
    /// <param name="measure">The measure, one of <see cref="ActivityMeasure.All"/>.</param>
    public int Count(ActivityMeasure measure)
    {
        for (var place = 0; place < ActivityMeasure.All.Count; place++)
        {
            if (ActivityMeasure.All[place] == measure)
            {
                return Counts[place];
            }
        }

        throw new ArgumentException($"{measure.Name} is not counted by day.", nameof(measure));
    }
}
