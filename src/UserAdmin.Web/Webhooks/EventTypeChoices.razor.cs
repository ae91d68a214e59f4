using Microsoft.AspNetCore.Components;
using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Webhooks;

/// <summary>Chooses the types of events that a webhook sends.</summary>
public sealed partial class EventTypeChoices
{
    private ElementReference _first;
    private string _typed = "";

    /// <summary>The types that are chosen.</summary>
    [Parameter, EditorRequired]
    public EventTypesField Field { get; set; } = default!;

    /// <summary>The format, which says what types there are.</summary>
    [Parameter, EditorRequired]
    public WebhookFormat Format { get; set; }

    /// <summary>Whether nothing can be changed.</summary>
    [Parameter]
    public bool IsReadOnly { get; set; }

    /// <summary>Raised after each choice.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChosen { get; set; }

    /// <summary>Raised when the person keeps their own choice.</summary>
    [Parameter]
    public EventCallback<FormField> OnKeepMine { get; set; }

    /// <summary>Raised when the person accepts the other person's choice.</summary>
    [Parameter]
    public EventCallback<FormField> OnTakeTheirs { get; set; }

    private IReadOnlyList<EventTypeGroup> Groups =>
        [
            .. EventTypeGroup
                .Of(Format)
                .Select(group => group with { Types = [.. group.Types.Where(Matches)] })
                .Where(group => group.Types.Count > 0),
        ];

    // Chosen in the other format.
    private IEnumerable<string> Unfit =>
        Field.Chosen.Except(
            Format == WebhookFormat.Events ? WebhookEventTypes.All : WebhookEventTypes.SecurityEvents,
            StringComparer.Ordinal
        );

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Field.WantsFocus)
        {
            Field.WantsFocus = false;
            await _first.FocusAsync();
        }
    }

    private bool Matches(string type) =>
        _typed
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word =>
                WebhookText.Type(type).Contains(word, StringComparison.CurrentCultureIgnoreCase)
                || type.Contains(word, StringComparison.OrdinalIgnoreCase)
            );

    private Task OnAllAsync()
    {
        Field.ChooseAll();
        return ChosenAsync();
    }

    private Task OnSomeAsync()
    {
        Field.ChooseSome();
        return ChosenAsync();
    }

    private Task ChooseAsync(IEnumerable<string> types, bool isChosen)
    {
        Field.Choose(types, isChosen);
        return ChosenAsync();
    }

    private Task ChosenAsync()
    {
        Field.Error = null;
        return OnChosen.InvokeAsync();
    }
}
