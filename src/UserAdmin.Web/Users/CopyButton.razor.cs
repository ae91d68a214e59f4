using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace UserAdmin.Web.Users;

/// <summary>Copies a text to the clipboard.</summary>
public sealed partial class CopyButton
{
    private bool _isCopied;

    /// <summary>The text to copy.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Accessible name: “Copy id”.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Raised after the text was copied.</summary>
    [Parameter]
    public EventCallback OnCopied { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private async Task OnCopyAsync()
    {
        try
        {
            await Browser.InvokeVoidAsync("navigator.clipboard.writeText", Text);
            _isCopied = true;
        }
        catch (JSException)
        {
            // Browsers allow access to the clipboard only in secure contexts.
            Snackbar.Add(
                T("The browser does not allow copying here. Select the text and copy it yourself."),
                Severity.Warning
            );
            return;
        }

        await OnCopied.InvokeAsync();
    }
}
