using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Audit;

/// <summary>Tells what kind of thing an event happened to.</summary>
internal static class HistorySubjects
{
    /// <summary>Returns the kind by the type of the event.</summary>
    /// <param name="eventType">The type, such as <c>UserEmailChanged</c>.</param>
    public static HistorySubject Of(string eventType) =>
        eventType.StartsWith("Bulk", StringComparison.Ordinal) ? HistorySubject.BulkAction
        : eventType.StartsWith("Import", StringComparison.Ordinal) ? HistorySubject.Import
        : eventType.StartsWith("Role", StringComparison.Ordinal) ? HistorySubject.Role
        : eventType.StartsWith("Application", StringComparison.Ordinal)
        || eventType.StartsWith("Webhook", StringComparison.Ordinal)
            ? HistorySubject.Application
        : EventSealing.IsAboutUser(eventType) ? HistorySubject.User
        : HistorySubject.Other;
}
