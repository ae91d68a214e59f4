using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Webhooks;

/// <summary>The fields of a webhook that a form changes, as text that the history can show.</summary>
/// <param name="Url">The receiver's address.</param>
/// <param name="Description">What it is for, or empty.</param>
/// <param name="EventTypes">The types, in order; empty for all.</param>
/// <param name="Format">What it sends.</param>
internal sealed record WebhookContent(
    string Url,
    string Description,
    IReadOnlyList<string> EventTypes,
    WebhookFormat Format
)
{
    /// <summary>Every field with its value, by the names used in <see cref="UpdateWebhook"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
        [
            new(nameof(UpdateWebhook.Url), Url),
            new(nameof(UpdateWebhook.Description), Description.Length == 0 ? null : Description),
            new(nameof(UpdateWebhook.EventTypes), EventTypes.Count == 0 ? null : string.Join(' ', EventTypes)),
            new(nameof(UpdateWebhook.Format), Format.ToString()),
        ];

    /// <summary>Returns a copy with some fields set.</summary>
    public WebhookContent With(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var content = this;
        foreach (var (field, value) in fields)
        {
            content = field switch
            {
                nameof(UpdateWebhook.Url) => content with { Url = value! },
                nameof(UpdateWebhook.Description) => content with { Description = value ?? "" },
                nameof(UpdateWebhook.EventTypes) => content with { EventTypes = RoleRow.Names(value ?? "") },
                _ => content with { Format = Enum.Parse<WebhookFormat>(value!) },
            };
        }

        return content;
    }

    /// <summary>Returns types in the order in which they are kept, each once.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> types) =>
        [.. types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Returns the differences.</summary>
    public static IReadOnlyList<FieldChange> Changes(WebhookContent from, WebhookContent to) =>
        [
            .. from
                .Fields.Zip(to.Fields, (before, after) => new FieldChange(before.Key, before.Value, after.Value))
                .Where(change => change.From != change.To),
        ];
}
