using UserAdmin.Webhooks;

namespace UserAdmin.Web.Webhooks;

/// <summary>The types of events that can be chosen, by what they happen to.</summary>
/// <param name="Title">The subject, in English.</param>
/// <param name="Types">The types, in order of their words in English.</param>
internal sealed record EventTypeGroup(string Title, IReadOnlyList<string> Types)
{
    private static readonly (string Beginning, string Title)[] _subjects =
    [
        ("User", Marked("Users")),
        ("Role", Marked("Roles")),
        ("Application", Marked("Applications")),
        ("Webhook", Marked("Webhooks")),
        ("Import", Marked("Imports")),
        ("Bulk", Marked("Bulk actions")),
        ("View", Marked("Views")),
        ("Mail", Marked("Mail")),
    ];

    private static readonly string _others = Marked("Console");

    /// <summary>Returns the groups of a format.</summary>
    /// <param name="format">The format.</param>
    public static IReadOnlyList<EventTypeGroup> Of(WebhookFormat format) =>
        [
            .. (format == WebhookFormat.Events ? WebhookEventTypes.All : WebhookEventTypes.SecurityEvents)
                .GroupBy(TitleOf)
                .Select(group => new EventTypeGroup(group.Key, [.. group]))
                .OrderBy(group => Place(group.Title)),
        ];

    // “UsersExportStarted” is of the console: nothing happens to a user.
    private static string TitleOf(string type) =>
        Array
            .Find(
                _subjects,
                subject =>
                    type.StartsWith(subject.Beginning, StringComparison.Ordinal)
                    && type.Length > subject.Beginning.Length
                    && !char.IsLower(type[subject.Beginning.Length])
            )
            .Title
        ?? _others;

    private static int Place(string title)
    {
        var place = Array.FindIndex(_subjects, subject => subject.Title == title);
        return place < 0 ? int.MaxValue : place;
    }
}
