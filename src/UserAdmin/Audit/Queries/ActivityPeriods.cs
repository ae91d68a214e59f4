using System.Globalization;
using UserAdmin.Audit.Search;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Queries;

/// <summary>A period of the histogram.</summary>
/// <param name="From">Its begin, in UTC.</param>
/// <param name="To">Its end, exclusive, in UTC.</param>
/// <param name="First">Its first day or minute as a value of <c>when:</c>, in the zone that was asked for.</param>
/// <param name="Last">Its last day or minute, likewise; both with “..” between are the period.</param>
/// <param name="Count">How many events.</param>
/// <param name="Refused">How many of them are refused attempts.</param>
public sealed record ActivityPeriod(
    DateTimeOffset From,
    DateTimeOffset To,
    string First,
    string Last,
    int Count,
    int Refused
);

/// <summary>Divides the time of events into equal periods that begin at full days, hours or minutes.</summary>
internal static class ActivityPeriods
{
    /// <summary>The most periods, as many as have room as bars on a narrow screen.</summary>
    public const int Most = 48;

    private static readonly TimeSpan[] _lengths =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(28),
        TimeSpan.FromDays(91),
        TimeSpan.FromDays(364),
    ];

    /// <summary>Returns the periods; none if there are no events.</summary>
    /// <param name="facts">The events, in any order.</param>
    /// <param name="zoneName">The IANA name of the zone in which days begin.</param>
    public static IReadOnlyList<ActivityPeriod> Of(IReadOnlyList<ActivityFact> facts, string? zoneName)
    {
        if (facts.Count == 0)
        {
            return [];
        }

        var zone = SearchZones.Find(zoneName) ?? TimeZoneInfo.Utc;
        var first = Local(facts.Min(fact => fact.At), zone);
        var last = Local(facts.Max(fact => fact.At), zone);
        var length = _lengths.FirstOrDefault(length => (last - first) / length < Most - 1, _lengths[^1]);
        var begins = new List<DateTime>();
        for (var at = Floor(first, length); at <= last && begins.Count < 400; at += length)
        {
            begins.Add(at);
        }

        // An hour that the clocks skip in spring has no length, and one that they repeat in autumn belongs to the one
        // before.
        var edges = begins.Append(begins[^1] + length).Select(at => SearchZones.Moment(at, zone)).ToList();
        var counts = new (int All, int Refused)[begins.Count];
        foreach (var fact in facts)
        {
            var found = edges.BinarySearch(fact.At);
            var place = Math.Clamp(found >= 0 ? found : ~found - 1, 0, counts.Length - 1);
            counts[place].All++;
            counts[place].Refused += HistoryRow.RefusedTypes.Contains(fact.EventType) ? 1 : 0;
        }

        return
        [
            .. begins.Select(
                (begin, place) =>
                    new ActivityPeriod(
                        edges[place],
                        edges[place + 1],
                        Value(begin, length),
                        Value(begin + length - Smallest(length), length),
                        counts[place].All,
                        counts[place].Refused
                    )
            ),
        ];
    }

    private static TimeSpan Smallest(TimeSpan length) =>
        length >= TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1);

    private static string Value(DateTime local, TimeSpan length) =>
        local.ToString(
            length >= TimeSpan.FromDays(1) ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm",
            CultureInfo.InvariantCulture
        );

    // The first day of the calendar was a Monday, so weeks begin on Mondays.
    private static DateTime Floor(DateTime local, TimeSpan length) => new(local.Ticks - local.Ticks % length.Ticks);

    private static DateTime Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;
}
