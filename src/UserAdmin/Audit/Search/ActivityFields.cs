using System.Collections.Frozen;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Search;

/// <summary>
/// The filters of the activity. The rest of the language is that of the list of users.
/// <code>by:ada action:"email changed" when:7d -from:10.0.* batch:none</code>
/// </summary>
public sealed class ActivityFields : ISearchLanguage
{
    private readonly FrozenDictionary<string, SearchField> _byName;

    private ActivityFields() =>
        _byName = Filters
            .SelectMany(field => field.Aliases.Prepend(field.Key).Select(name => (name, field)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The person, application or program that acted: an id, a name or an email address.</summary>
    public static SearchField By { get; } =
        new("by", "By", SearchKind.Value, "Who did it: a name, an email address or an id")
        {
            Aliases = ["actor", "who"],
        };

    /// <summary>What it happened to: an account, a role or an application, by id, name or email address.</summary>
    public static SearchField On { get; } =
        new("on", "On", SearchKind.Value, "To whom or to which role: a name, an email address or an id")
        {
            Aliases = ["subject", "whom"],
        };

    /// <summary>The type of the event, or words of its name; “refused” for all refused attempts.</summary>
    public static SearchField Action { get; } =
        new("action", "Action", SearchKind.Value, "What was done, such as action:refused or action:\"email changed\"")
        {
            Aliases = ["event", "type", "what"],
        };

    /// <summary>The name of a field that the event changed.</summary>
    public static SearchField Field { get; } =
        new("field", "Field", SearchKind.Value, "Which field was changed, such as field:email")
        {
            Aliases = ["changed"],
        };

    /// <summary>When it happened.</summary>
    public static SearchField When { get; } =
        new("when", "When", SearchKind.Moment, "When it happened, such as when:7d or when:2026-01")
        {
            Aliases = ["at", "date"],
            KnowsNever = false,
            HasRange = true,
            Quick = [("today", "Today"), ("7d", "Last 7 days"), ("30d", "Last 30 days")],
        };

    /// <summary>The IP address that it came from, or the beginning of one.</summary>
    public static SearchField From { get; } =
        new("from", "From", SearchKind.Value, "From which IP address; from:10.0.* for all that begin like this")
        {
            Aliases = ["ip", "address"],
        };

    /// <summary>The bulk action or import that it was part of.</summary>
    public static SearchField Batch { get; } =
        new("batch", "Batch", SearchKind.Value, "Which bulk action or import it was part of, by id");

    /// <summary>The reason that was given.</summary>
    public static SearchField Reason { get; } =
        new("reason", "Reason", SearchKind.Text, "What the reason contains; reason:none for no reason");

    /// <summary>The language of the activity.</summary>
    public static ActivityFields All { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<SearchField> Filters { get; } = [By, On, Action, When, Field, From, Batch, Reason];

    /// <inheritdoc/>
    public SearchField? FindFilter(string name) => _byName.GetValueOrDefault(name);
}
