namespace UserAdmin.Web.Live;

/// <summary>
/// The time zone of the browser, which wwwroot/theme.js sends in a cookie. Days and times are shown in it. One instance
/// for each circuit.
/// </summary>
public sealed class BrowserZone
{
    /// <summary>Name of the cookie with the zone's IANA name.</summary>
    public const string Cookie = "zone";

    /// <summary>The zone; UTC until the browser has sent it, or if this machine does not know the zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The zone's name, as used in searches and shown to people.</summary>
    public string Id => Zone == TimeZoneInfo.Utc ? "UTC" : Zone.Id;

    /// <summary>Stores the zone that the browser has sent.</summary>
    /// <param name="name">The zone's IANA name, or null.</param>
    public void Set(string? name) =>
        Zone =
            name is { Length: > 0 and <= 64 }
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            && zone.HasIanaId
                ? zone
                : TimeZoneInfo.Utc;

    /// <summary>Formats a moment in the person's zone: “2026-11-27 16:00 (America/Los_Angeles)”.</summary>
    /// <param name="at">The moment.</param>
    public string Words(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var zone = Id == "UTC" ? "UTC" : $"({Id})";
        return $"{local.ToString(T("yyyy-MM-dd HH:mm", "date"), WrittenIn)} {zone}";
    }
}
