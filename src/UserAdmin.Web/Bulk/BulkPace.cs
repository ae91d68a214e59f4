using System.Globalization;
using UserAdmin.Bulk;

namespace UserAdmin.Web.Bulk;

/// <summary>Estimates the speed and the remaining time of a bulk action from its progress so far.</summary>
internal static class BulkPace
{
    /// <summary>Returns the text beside the progress bar.</summary>
    public static IEnumerable<string> Facts(BulkRow row)
    {
        var took = (row.FinishedAt ?? row.ProgressAt) - row.StartedAt;
        if (row.Done == 0 || took <= TimeSpan.Zero)
        {
            return row.IsOver ? [] : ["Waiting to start"];
        }

        var perSecond = row.Done / took.TotalSeconds;
        var rate = string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} users/s");
        return row.IsOver
            ? [$"took {Words(took)}"]
            :
            [
                perSecond < 1 ? "less than 1 user/s" : rate,
                $"about {Words(TimeSpan.FromSeconds((row.Total - row.Done) / perSecond))} left",
            ];
    }

    /// <summary>“8 seconds”, “2 minutes”.</summary>
    internal static string Words(TimeSpan span)
    {
        var (count, unit) =
            span.TotalSeconds < 100 ? (Math.Max(1, span.TotalSeconds), "second")
            : span.TotalMinutes < 100 ? (span.TotalMinutes, "minute")
            : (span.TotalHours, "hour");
        var whole = (int)Math.Round(count);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {unit}{(whole == 1 ? "" : "s")}");
    }
}
