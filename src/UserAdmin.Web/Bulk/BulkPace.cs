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
            return row.IsOver ? [] : [T("Waiting to start")];
        }

        var perSecond = row.Done / took.TotalSeconds;
        var rate = T($"{perSecond.ToString("N0", WrittenIn)} users/s");
        return row.IsOver
            ? [T($"took {Words(took)}")]
            :
            [
                perSecond < 1 ? T("less than 1 user/s") : rate,
                T($"about {Words(TimeSpan.FromSeconds((row.Total - row.Done) / perSecond))} left"),
            ];
    }

    /// <summary>“8 seconds”, “2 minutes”.</summary>
    internal static string Words(TimeSpan span)
    {
        if (span.TotalSeconds < 100)
        {
            var seconds = Whole(Math.Max(1, span.TotalSeconds));
            return T(seconds, "1 second", $"{seconds} seconds");
        }

        if (span.TotalMinutes < 100)
        {
            var minutes = Whole(span.TotalMinutes);
            return T(minutes, "1 minute", $"{minutes} minutes");
        }

        var hours = Whole(span.TotalHours);
        return T(hours, "1 hour", $"{hours} hours");
    }

    private static int Whole(double amount) => (int)Math.Round(amount);
}
