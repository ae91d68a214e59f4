using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Users;

/// <summary>Sends what a person has confirmed, and the reason they gave.</summary>
/// <param name="reason">Why; null when not given.</param>
/// <param name="commandId">The same for each try.</param>
/// <param name="cancellationToken">The dialog's.</param>
public delegate Task<CommandResult> SendConfirmed(string? reason, Guid commandId, CancellationToken cancellationToken);

/// <summary>Says what will happen, asks for an optional reason, does it, and stays open with the refusal when there is one.</summary>
public sealed partial class ReasonDialog : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly Guid _commandId = Guid.CreateVersion7();
    private IReadOnlyList<string> _errors = [];
    private string _reason = "";
    private bool _isBusy;

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

    /// <summary>Does it.</summary>
    [Parameter, EditorRequired]
    public SendConfirmed Send { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ILogger<ReasonDialog> Logger { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    /// <returns>True when the command was accepted, false when the person thought better of it.</returns>
    public static async Task<bool> AskAsync(
        IDialogService dialogs, string title, string text, string action, bool isDangerous, SendConfirmed send)
    {
        var parameters = new DialogParameters<ReasonDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.IsDangerous, isDangerous },
            { dialog => dialog.Send, send },
        };
        var dialog = await dialogs.ShowAsync<ReasonDialog>(title, parameters);
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private void OnCancel() => Dialog.Cancel();

    private async Task OnConfirmAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var result = await Send(_reason.Trim() is { Length: > 0 } reason ? reason : null, _commandId, _disposal.Token);
            if (result.IsAccepted)
            {
                Dialog.Close();
            }

            _errors = [.. result.Errors.Select(error => error.Message)];
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "{Action} failed.", Action);
            _errors = ["The program did not answer, so this may or may not have been done. It can be tried again without harm."];
        }
        finally
        {
            _isBusy = false;
        }
    }
}
