using System.Globalization;

namespace UserAdmin.Web.Live;

/// <summary>A moment in words: as distance from now, and exactly. wwwroot/moments.js speaks the same words.</summary>
public static class RelativeTime
{
    /// <summary>“just now”, “3 minutes ago”, “in 2 days”.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The moment to speak from.</param>
    public static string Words(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        // What lies ahead is rounded: seven days must not be six a second later.
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
        if (count == 0)
        {
            return "just now";
        }

        var words = string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
        return age > TimeSpan.Zero ? $"{words} ago" : $"in {words}";
    }

    /// <summary>“2026-11-23 14:03:12 UTC”.</summary>
    /// <param name="at">The moment.</param>
    public static string Exactly(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The form that <c>&lt;time datetime&gt;</c> takes.</summary>
    /// <param name="at">The moment.</param>
    public static string Machine(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
