using System.Globalization;

namespace UserAdmin.Web.Live;

/// <summary>Formats a moment relative to now and exactly. wwwroot/moments.js uses the same words.</summary>
public static class RelativeTime
{
    private static readonly string[] _minute = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"];

    /// <summary>“just now”, “3 minutes ago”, “in 2 days”.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The moment that the distance is measured from.</param>
    public static string Words(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        var isPast = age > TimeSpan.Zero;
        // A future moment is rounded: “in 7 days” must not become “in 6 days” a second later.
        int Whole(double amount) =>
            (int)(age < TimeSpan.Zero ? Math.Round(amount, MidpointRounding.AwayFromZero) : amount);
        var (count, unit) = age.Duration() switch
        {
            { TotalSeconds: < 5 } => (0, ""),
            { TotalMinutes: < 1 } span => (Whole(span.TotalSeconds), "second"),
            { TotalHours: < 1 } span => (Whole(span.TotalMinutes), "minute"),
            { TotalDays: < 1 } span => (Whole(span.TotalHours), "hour"),
            { TotalDays: < 30 } span => (Whole(span.TotalDays), "day"),
            { TotalDays: < 365 } span => (Whole(span.TotalDays / 30), "month"),
            var span => (Whole(span.TotalDays / 365), "year"),
        };
        // The words are those that the browser writes later (wwwroot/moments.js).
        return (unit, isPast) switch
        {
            ("second", true) => T(count, "1 second ago", $"{count} seconds ago"),
            ("second", false) => T(count, "in 1 second", $"in {count} seconds"),
            ("minute", true) => T(count, "1 minute ago", $"{count} minutes ago"),
            ("minute", false) => T(count, "in 1 minute", $"in {count} minutes"),
            ("hour", true) => T(count, "1 hour ago", $"{count} hours ago"),
            ("hour", false) => T(count, "in 1 hour", $"in {count} hours"),
            ("day", true) => T(count, "1 day ago", $"{count} days ago"),
            ("day", false) => T(count, "in 1 day", $"in {count} days"),
            ("month", true) => T(count, "1 month ago", $"{count} months ago"),
            ("month", false) => T(count, "in 1 month", $"in {count} months"),
            ("year", true) => T(count, "1 year ago", $"{count} years ago"),
            ("year", false) => T(count, "in 1 year", $"in {count} years"),
            _ => T("just now"),
        };
    }

    /// <summary>“2026-11-23 14:03:12 UTC”.</summary>
    /// <param name="at">The moment.</param>
    public static string Exactly(DateTimeOffset at) =>
        at.UtcDateTime.ToString(T("yyyy-MM-dd HH:mm:ss 'UTC'", "date"), WrittenIn);

    /// <summary>The same in every language, as texts of the log have it and <see cref="ZonedText"/> finds it.</summary>
    /// <param name="at">The moment.</param>
    public static string InLog(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns a day or a minute of the search language, such as “2026-11-23” or “2026-11-23T14:03”, as the reader's
    /// language writes it; anything else, and in English everything, as it is.
    /// </summary>
    /// <param name="value">The value of a filter, without its zone.</param>
    public static string OfSearch(string value) =>
        Equals(WrittenIn, CultureInfo.InvariantCulture) ? value
        : DateTime.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString(T("yyyy-MM-dd", "date"), WrittenIn)
        : DateTime.TryParseExact(value, _minute, CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)
            ? minute.ToString(T("yyyy-MM-dd HH:mm", "date"), WrittenIn)
        : value;

    /// <summary>Returns the moment in the format of <c>&lt;time datetime&gt;</c>.</summary>
    /// <param name="at">The moment.</param>
    public static string Machine(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
