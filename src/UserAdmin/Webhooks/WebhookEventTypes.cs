using System.Collections.Frozen;
using UserAdmin.Audit.Search;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks;

/// <summary>The types of events that a webhook can send.</summary>
public static class WebhookEventTypes
{
    /// <summary>The type of what <see cref="Commands.TryWebhook"/> sends.</summary>
    public const string Trial = "WebhookTest";

    private static readonly FrozenSet<string> _all = ActivityActions.Types.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Every type of the history by its name in the log, such as <c>UserEmailChanged</c>, in order of the names.
    /// </summary>
    public static IReadOnlyList<string> All => ActivityActions.Types;

    /// <summary>The types that <see cref="WebhookFormat.SecurityEvents"/> has a standard event for.</summary>
    public static IReadOnlyList<string> SecurityEvents => SecurityEventTypes.Names;

    /// <summary>Returns whether there is a type with a name.</summary>
    /// <param name="name">The name, exactly as in <see cref="All"/>.</param>
    public static bool Contains(string name) => _all.Contains(name);
}
