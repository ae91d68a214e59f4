using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Forms;

/// <summary>
/// One labelled text field with its hint, what is wrong with it, and another person's value where the two collide.
/// </summary>
public sealed partial class FieldInput
{
    private ElementReference _input;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>Kind of input. Not <c>email</c>: browsers rewrite international domains in it.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>What the browser may fill in; nothing, as these are other people's data.</summary>
    [Parameter]
    public string Autocomplete { get; set; } = "off";

    /// <summary>What may be typed, in place of the field's own hint.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What a number counts, shown after it; null for a text.</summary>
    [Parameter]
    public string? Unit { get; set; }

    /// <summary>Buttons that belong to the field.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>After each typed character; the form has to draw whether it holds unsaved changes.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnTyped { get; set; }

    /// <summary>The person insists on what is typed.</summary>
    [Parameter]
    public EventCallback<FormField> OnKeepMine { get; set; }

    /// <summary>The person takes the other's value.</summary>
    [Parameter]
    public EventCallback<FormField> OnTakeTheirs { get; set; }

    private string Id => FieldNotes.IdOf(Field);

    private string? HintText => Hint ?? Field.Hint;

    private string? DescribedBy => FieldNotes.IdsOf(Field, HintText, Unit is null ? null : "unit");

    // Two names for one animation: a change of name starts it again without replacing the element that may have the
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
