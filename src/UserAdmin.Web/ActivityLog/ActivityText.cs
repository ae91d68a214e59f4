using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Audit.Search;
using UserAdmin.Undoing;
using UserAdmin.Users.Search;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.ActivityLog;

/// <summary>Texts of the activity page.</summary>
internal static class ActivityText
{
    /// <summary>“1 event”, “1,204 events”, “more than 10,000 events”.</summary>
    public static string Count(ActivitySummary summary) =>
        summary.IsComplete
            ? Events(summary.Count)
            : T(summary.Count, "more than 1 event", $"more than {Number(summary.Count)} events");

    /// <summary>“1 event”, “1,204 events”.</summary>
    public static string Events(int count) => T(count, "1 event", $"{Number(count)} events");

    /// <summary>“1,204”.</summary>
    public static string Number(int number) => number.ToString("N0", WrittenIn);

    /// <summary>“2026-11-28”, “2026-11-28 10:00 to 10:59”, “2026-11-02 to 2026-11-08”.</summary>
    public static string Period(ActivityPeriod period)
    {
        var (first, last) = (period.First, period.Last);
        return first == last ? Moment(first)
            : first.Length > 10 && first[..10] == last[..10] ? T($"{Moment(first)} to {last[11..]}")
            : T($"{Moment(first)} to {Moment(last)}");
    }

    /// <summary>“2026-11-28 10:00” for the value of a filter.</summary>
    public static string Moment(string value) => RelativeTime.OfSearch(value.Replace('T', ' '));

    /// <summary>
    /// Returns a value of a filter in words: the name for an id, words for a type of event; null for the usual words.
    /// </summary>
    public static string? Word(SearchField field, string value, IReadOnlyDictionary<string, string>? names) =>
        field == ActivityFields.Action && value.Length > 0 && !value.Contains(' ', StringComparison.Ordinal)
            ? FromCore(ActivityActions.Words(value))
        : field == ActivityFields.Batch && value.Length == 36 ? $"{value[..8]}…"
        : names?.GetValueOrDefault(value);

    /// <summary>Returns the address of a subject's page, or null if it has none.</summary>
    public static string? Href(HistoryRow row) =>
        row.SubjectKind switch
        {
            HistorySubject.User when row.SubjectName is not null => $"users/{Uri.EscapeDataString(row.SubjectId)}",
            HistorySubject.Role when row.SubjectName is not null => $"roles/{Uri.EscapeDataString(row.SubjectId)}",
            HistorySubject.Application when row.SubjectName is not null =>
                $"applications/{Uri.EscapeDataString(row.SubjectId)}",
            HistorySubject.BulkAction => $"bulk/{row.SubjectId}",
            HistorySubject.Import => $"imports/{row.SubjectId}",
            _ when row.EventType.StartsWith("Policy", StringComparison.Ordinal) => "settings",
            _ => null,
        };

    /// <summary>Returns whether to offer an undo: not for an account that is gone.</summary>
    public static bool CanBeUndone(HistoryRow row) =>
        row.SubjectName is not null && UndoableEvents.Contains(row.EventType);

    /// <summary>Returns the name of a subject, or what it is if its name is not known or may not be seen.</summary>
    public static string Subject(HistoryRow row) =>
        row.SubjectName
        ?? row.SubjectKind switch
        {
            HistorySubject.User when row.HidesPerson => T("A person"),
            HistorySubject.User => T("A removed account"),
            HistorySubject.Role => T("A role"),
            HistorySubject.Application => T("An application"),
            HistorySubject.BulkAction => T("A bulk action"),
            HistorySubject.Import => T("An import"),
            _ when row.EventType.StartsWith("View", StringComparison.Ordinal) => T("A saved view"),
            _ when row.EventType == "TracesErased" => T("All accounts"),
            _ when row.EventType.StartsWith("Policy", StringComparison.Ordinal) => T("The policy"),
            _ => T("The event log"),
        };
}
