using System.Collections.Frozen;
using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Audit;

/// <summary>Counts the events that the charts of the overview show, by quarter of an hour.</summary>
internal sealed class ActivityTallyProjection : IProject<IEvent>
{
    // Offsets of time zones are multiples of it, so every day of every zone consists of whole quarters.
    private static readonly TimeSpan _quarter = TimeSpan.FromMinutes(15);

    private static readonly FrozenSet<string> _types = ActivityMeasure
        .All.SelectMany(measure => measure.EventTypes)
        .ToFrozenSet();

    public void Apply(IEvent @event, EventRecord record, IReadModelRows rows)
    {
        if (!_types.Contains(record.Type))
        {
            return;
        }

        var quarter = QuarterOf(record.At);
        if (rows.Find<ActivityTallyRow>(quarter, record.Type) is { } row)
        {
            row.Count++;
        }
        else
        {
            rows.Add(
                new ActivityTallyRow
                {
                    Quarter = quarter,
                    EventType = record.Type,
                    Count = 1,
                }
            );
        }
    }

    /// <summary>Returns the quarter in which a moment lies, as it is stored.</summary>
    public static string QuarterOf(DateTimeOffset at) =>
        new DateTime(at.UtcTicks - at.UtcTicks % _quarter.Ticks, DateTimeKind.Utc).ToString(
            "yyyy-MM-dd'T'HH:mm",
            CultureInfo.InvariantCulture
        );
}
