using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace UserAdmin.Web.Forms;

/// <summary>Asks before something is done that needs nothing more than a yes.</summary>
public sealed partial class ReasonDialog
{
    /// <summary>The question.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What will happen.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The button's words.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Whether somebody loses something.</summary>
    [Parameter]
    public bool IsDangerous { get; set; }

    /// <summary>Whether the command is refused without a reason.</summary>
    [Parameter]
    public bool NeedsReason { get; set; }

    /// <summary>Does it.</summary>
    [Parameter, EditorRequired]
    public SendConfirmed Send { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    /// <returns>True when the command was accepted, false when the person thought better of it.</returns>
    public static async Task<bool> AskAsync(
        IDialogService dialogs,
        string title,
        string text,
        string action,
        bool isDangerous,
        SendConfirmed send,
        bool needsReason = false
    )
    {
        var parameters = new DialogParameters<ReasonDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.IsDangerous, isDangerous },
            { dialog => dialog.Send, send },
            { dialog => dialog.NeedsReason, needsReason },
        };
        var dialog = await dialogs.ShowAsync<ReasonDialog>(title, parameters);
        return await dialog.Result is { Canceled: false };
    }
}
