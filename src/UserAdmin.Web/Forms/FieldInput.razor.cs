using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Forms;

/// <summary>A labelled text field with its hint, its error, and another person's conflicting value.</summary>
public sealed partial class FieldInput
{
    private ElementReference _input;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>Kind of input. Not <c>email</c>: browsers rewrite international domains in it.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>The value of <c>autocomplete</c>; off by default, because these are other people's data.</summary>
    [Parameter]
    public string Autocomplete { get; set; } = "off";

    /// <summary>A hint that replaces the field's own hint.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>The values to choose from; null for any text.</summary>
    [Parameter]
    public IReadOnlyList<string>? Choices { get; set; }

    /// <summary>The unit of a number, shown after it; null for a text.</summary>
    [Parameter]
    public string? Unit { get; set; }

    /// <summary>Buttons that belong to the field.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Raised after each typed character, so that the form can show whether it has unsaved changes.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnTyped { get; set; }

    /// <summary>Raised when the person keeps the typed value.</summary>
    [Parameter]
    public EventCallback<FormField> OnKeepMine { get; set; }

    /// <summary>Raised when the person accepts the other person's value.</summary>
    [Parameter]
    public EventCallback<FormField> OnTakeTheirs { get; set; }

    private string Id => FieldNotes.IdOf(Field);

    private string? HintText => Hint ?? Field.Hint;

    private string? DescribedBy => FieldNotes.IdsOf(Field, HintText, Unit is null ? null : "unit");

    // Two names for the same animation: changing the name restarts it without replacing an element that may have the
    // focus.
    private string? Glow =>
        Field.QuietChanges == 0 ? null
        : Field.QuietChanges % 2 == 1 ? "glow"
        : "glow glow-again";

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Field.WantsFocus)
        {
            Field.WantsFocus = false;
            await _input.FocusAsync();
        }
    }

    private async Task OnTypedAsync(string? value)
    {
        (Field.Value, Field.Error) = (value ?? "", null);
        await OnTyped.InvokeAsync();
    }
}
