using System.Globalization;

namespace UserAdmin.Web.Live;

/// <summary>
/// The time zone of the person at the browser, which wwwroot/theme.js tells in a cookie: days and times are shown in
/// it. One for each circuit.
/// </summary>
public sealed class BrowserZone
{
    /// <summary>Name of the cookie with the zone's IANA name.</summary>
    public const string Cookie = "zone";

    /// <summary>
    /// The zone; UTC until the browser has said it, and where it names one that this machine does not know.
    /// </summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Its name, as searches and people read it.</summary>
    public string Id => Zone == TimeZoneInfo.Utc ? "UTC" : Zone.Id;

    /// <summary>Takes in what the browser says.</summary>
    /// <param name="name">The zone's IANA name, or null.</param>
    public void Set(string? name) =>
        Zone =
            name is { Length: > 0 and <= 64 }
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            && zone.HasIanaId
                ? zone
                : TimeZoneInfo.Utc;

    /// <summary>
    /// A moment as the person's clock shows it, with the zone: “2026-11-27 16:00 (America/Los_Angeles)”.
    /// </summary>
    /// <param name="at">The moment.</param>
    public string Words(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{local:yyyy-MM-dd HH:mm} {(Id == "UTC" ? "UTC" : $"({Id})")}"
        );
    }
}
