using Microsoft.JSInterop;

namespace UserAdmin.Web.Users.Actions;

/// <summary>The time zone of the browser. Moments are chosen in it, and are also shown in UTC.</summary>
internal static class LocalZone
{
    /// <summary>
    /// Returns the browser's zone; UTC if the browser does not send one, or if this machine does not know it.
    /// </summary>
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
    /// Converts a local time to a moment. A time that is skipped in spring counts as an hour later; a time that occurs
    /// twice in autumn means the first.
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
        TimeZoneInfo.ConvertTime(at, zone).ToString(T("ddd d MMM yyyy, HH:mm", "date"), WrittenIn);

    /// <summary>Returns the moment in the zone, and also in UTC if that differs.</summary>
    public static string Both(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.Offset == TimeSpan.Zero ? $"{Words(at, TimeZoneInfo.Utc)} UTC"
            : local.Date == at.UtcDateTime.Date
                ? $"{Words(at, zone)} ({zone.Id}), {at.UtcDateTime.ToString("HH:mm", WrittenIn)} UTC"
            : $"{Words(at, zone)} ({zone.Id}), {Words(at, TimeZoneInfo.Utc)} UTC";
    }
}
