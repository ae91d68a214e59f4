using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace UserAdmin.Web.Forms;

/// <summary>Asks for confirmation of an action that needs no other input than a reason.</summary>
public sealed partial class ReasonDialog
{
    /// <summary>The question.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The text that says what will happen.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The text of the button.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Whether the action is destructive.</summary>
    [Parameter]
    public bool IsDangerous { get; set; }

    /// <summary>Whether the command is refused without a reason.</summary>
    [Parameter]
    public bool NeedsReason { get; set; }

    /// <summary>Carries out the action.</summary>
    [Parameter, EditorRequired]
    public SendConfirmed Send { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    /// <returns>True if the command was accepted, false if the person cancelled.</returns>
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
