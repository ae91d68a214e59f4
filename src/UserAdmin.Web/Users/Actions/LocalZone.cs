using System.Globalization;
using Microsoft.JSInterop;

namespace UserAdmin.Web.Users.Actions;

/// <summary>The time zone of the person at the browser: moments are chosen in it, and shown in UTC too.</summary>
internal static class LocalZone
{
    /// <summary>The browser's zone; UTC when it does not say, or names one that this machine does not know.</summary>
    public static async Task<TimeZoneInfo> FindAsync(IJSRuntime browser, CancellationToken cancellationToken)
    {
        try
        {
            await using var module = await browser.InvokeAsync<IJSObjectReference>(
                "import",
                cancellationToken,
                "./Users/Actions/MomentDialog.razor.js"
            );
            var name = await module.InvokeAsync<string?>("timeZone", cancellationToken);
            return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
                ? zone
                : TimeZoneInfo.Utc;
        }
        catch (JSException)
        {
            return TimeZoneInfo.Utc;
        }
    }

    /// <summary>
    /// The moment of a local time. What a clock skips in spring counts as an hour later; what it shows twice in autumn
    /// as the first.
    /// </summary>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
        {
            wall = wall.AddHours(1);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    /// <summary>“Tue 24 Nov 2026, 08:00”.</summary>
    public static string Words(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The moment in the zone, and in UTC where that is another.</summary>
    public static string Both(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.Offset == TimeSpan.Zero ? $"{Words(at, TimeZoneInfo.Utc)} UTC"
            : local.Date == at.UtcDateTime.Date
                ? $"{Words(at, zone)} ({zone.Id}), {at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC"
            : $"{Words(at, zone)} ({zone.Id}), {Words(at, TimeZoneInfo.Utc)} UTC";
    }
}
