using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Users;

/// <summary>One labelled text field with its hint, what is wrong with it, and another person's value where the two collide.</summary>
public sealed partial class FieldInput
{
    private ElementReference _input;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>Kind of input.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>What may be typed, or null.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Id of a list of suggestions, or null.</summary>
    [Parameter]
    public string? List { get; set; }

    /// <summary>After each typed character.</summary>
    [Parameter]
    public EventCallback OnTyped { get; set; }

    /// <summary>The person insists on what is typed.</summary>
    [Parameter]
    public EventCallback<FormField> OnMine { get; set; }

    /// <summary>The person takes the other's value.</summary>
    [Parameter]
    public EventCallback<FormField> OnTheirs { get; set; }

    private string Id => $"field-{Field.Name}";

    private string HintId => $"{Id}-hint";

    private string ErrorId => $"{Id}-error";

    private string OvertakenId => $"{Id}-other";

    private bool IsBad => Field.Error is not null || Field.Overtaken is not null;

    private string? DescribedBy =>
        string.Join(' ', new[] { Hint is null ? null : HintId, Field.Error is null ? null : ErrorId, Field.Overtaken is null ? null : OvertakenId }
            .Where(id => id is not null)) is { Length: > 0 } ids ? ids : null;

    // Two names for one animation: a change of name starts it again without replacing the element that may have the focus.
    private string? Glow => Field.QuietChanges == 0 ? null : Field.QuietChanges % 2 == 1 ? "glow" : "glow glow-again";

    /// <summary>Moves the focus here.</summary>
    public ValueTask FocusAsync() => _input.FocusAsync();

    private async Task OnTypedAsync(string? value)
    {
        Field.Value = value ?? "";
        await OnTyped.InvokeAsync();
    }

    private Task OnKeepMine() => OnMine.InvokeAsync(Field);

    private Task OnTakeTheirs() => OnTheirs.InvokeAsync(Field);
}
