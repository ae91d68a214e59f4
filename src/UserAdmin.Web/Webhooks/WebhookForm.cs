using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Webhooks;

/// <summary>The form of a webhook.</summary>
public sealed class WebhookForm : MergingForm<WebhookRow>
{
    private readonly FieldGroup _fields;

    /// <summary>An empty form.</summary>
    public WebhookForm()
    {
        All = [Url, Format, Types, Description];
        _fields = new(All);
        Groups = [_fields];
    }

    /// <summary>Where it sends to.</summary>
    public FormField<WebhookRow> Url { get; } =
        new(nameof(UpdateWebhook.Url), T("Address"), row => row.Url)
        {
            Hint = T("Where events are sent to with POST, such as https://hr.example.com/hooks/users"),
        };

    /// <summary>What it sends; the value is the name of the format.</summary>
    public FormatField Format { get; } = new();

    /// <summary>The types of events; empty for all.</summary>
    public EventTypesField Types { get; } = new();

    /// <summary>What it is for.</summary>
    public FormField<WebhookRow> Description { get; } =
        new(nameof(UpdateWebhook.Description), T("Description"), row => row.Description)
        {
            Hint = T("What the receiver does with it, and who looks after it. Optional."),
        };

    /// <inheritdoc/>
    public override IReadOnlyList<FormField<WebhookRow>> All { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    /// <inheritdoc/>
    public override bool Check()
    {
        if (!Types.IsMissing)
        {
            return true;
        }

        ForgetErrors([]);
        Types.Error = T("Choose at least one type of event, or all.");
        FocusFirstBad([]);
        return false;
    }

    /// <summary>Returns the command that creates the typed webhook.</summary>
    /// <param name="applicationId">Its application.</param>
    /// <param name="webhookId">Its key.</param>
    /// <param name="secret">Its secret.</param>
    public CreateWebhook Creation(string applicationId, string webhookId, string secret) =>
        new(applicationId, webhookId, Url.Wanted ?? "", secret, Types.Chosen)
        {
            Description = Description.Wanted,
            Format = Format.Chosen,
        };

    /// <summary>Returns the command that saves the changes; null if nothing was typed.</summary>
    /// <param name="row">The webhook.</param>
    public UpdateWebhook? Change(WebhookRow row) =>
        _fields.IsTouched
            ? new UpdateWebhook(
                row.ApplicationId,
                row.Id,
                Url.Wanted ?? "",
                Description.Wanted,
                EventTypesField.Split(Types.Wanted ?? ""),
                FormatField.Parse(Format.Wanted),
                _fields.SeenVersion
            )
            : null;

    /// <inheritdoc/>
    protected override long VersionOf(WebhookRow row) => row.Version;
}

/// <summary>What a webhook sends; the value is the name of the format.</summary>
public sealed class FormatField : FormField<WebhookRow>
{
    /// <summary>A field with the format that is usual.</summary>
    public FormatField()
        : base(nameof(UpdateWebhook.Format), T("Format"), row => $"{row.Format}") =>
        Default = $"{WebhookFormat.Events}";

    /// <summary>The format that is chosen.</summary>
    public WebhookFormat Chosen => Parse(Value);

    /// <inheritdoc/>
    public override string Shown(string value) => WebhookText.Format(Parse(value));

    /// <summary>Returns the format of a name; the usual one if there is none.</summary>
    internal static WebhookFormat Parse(string? value) =>
        Enum.TryParse<WebhookFormat>(value, out var format) ? format : default;
}

/// <summary>
/// The types of events of a webhook, with spaces between; empty for all. Two people's choices are not combined, because
/// “all” is no set of names.
/// </summary>
public sealed class EventTypesField()
    : FormField<WebhookRow>(
        nameof(UpdateWebhook.EventTypes),
        T("Types of events"),
        row => string.Join(' ', row.EventTypes)
    )
{
    private bool _isSelective;

    /// <summary>Whether some types are to be chosen, instead of all.</summary>
    public bool IsSelective => _isSelective || Value.Length > 0;

    /// <summary>Whether types are to be chosen and none is.</summary>
    public bool IsMissing => _isSelective && Value.Length == 0;

    /// <summary>The types that are chosen, in order of the names; none for all.</summary>
    public IReadOnlyList<string> Chosen => Split(Value);

    /// <summary>Sends all types.</summary>
    public void ChooseAll() => (_isSelective, Value) = (false, "");

    /// <summary>Sends only chosen types.</summary>
    public void ChooseSome() => _isSelective = true;

    /// <summary>Chooses types, or takes them away.</summary>
    /// <param name="types">The names.</param>
    /// <param name="isChosen">Whether they are to be sent.</param>
    public void Choose(IEnumerable<string> types, bool isChosen) =>
        (_isSelective, Value) = (
            true,
            string.Join(' ', (isChosen ? Chosen.Union(types) : Chosen.Except(types)).Order(StringComparer.Ordinal))
        );

    /// <inheritdoc/>
    public override string Shown(string value) =>
        value.Length == 0 ? T("All", "types") : string.Join(", ", Split(value).Select(WebhookText.Type));

    /// <summary>Returns the names in a value.</summary>
    internal static string[] Split(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
