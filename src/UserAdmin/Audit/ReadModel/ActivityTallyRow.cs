namespace UserAdmin.Audit;

/// <summary>
/// How many events of one type there were in a quarter of an hour, so that the days of every time zone can be added up
/// without reading the events (decision 90). Only types of an <see cref="ActivityMeasure"/>.
/// </summary>
internal sealed class ActivityTallyRow
{
    /// <summary>The begin of the quarter, in UTC: “2026-11-29T20:15”.</summary>
    public string Quarter { get; set; } = "";

    /// <summary>The type.</summary>
    public string EventType { get; set; } = "";

    /// <summary>How many, at least 1.</summary>
    public int Count { get; set; }
}
