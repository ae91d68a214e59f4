using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Applications;

/// <summary>Adds a key to an application and shows it once.</summary>
public sealed partial class NewKeyDialog
{
    private static readonly int[] _choices = [30, 90, 180, 365];

    private readonly NewApplicationKey _key = NewApplicationKey.Create();
    private bool _isAdded;
    private bool _isCopied;
    private string _label = "";
    private int _days;

    /// <summary>The application.</summary>
    [Parameter, EditorRequired]
    public ApplicationRow Row { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private object Intention => (_label, _days);

    /// <summary>Opens the dialog, and waits until it is closed.</summary>
    /// <param name="dialogs">The circuit's dialogs.</param>
    /// <param name="row">The application.</param>
    public static async Task ShowAsync(IDialogService dialogs, ApplicationRow row)
    {
        var dialog = await dialogs.ShowAsync<NewKeyDialog>(
            T("Add key"),
            new DialogParameters<NewKeyDialog> { { shown => shown.Row, row } },
            // A click beside it must not lose the key.
            new DialogOptions { BackdropClick = false }
        );
        await dialog.Result;
    }

    private void OnAccepted() => _isAdded = true;

    private static string Loss =>
        T("The key was not copied and is never shown again. You would have to revoke it and add another one.");

    private void OnCopied() => _isCopied = true;

    private async Task OnCloseAsync()
    {
        if (
            _isCopied
            || await QuestionDialog.AskAsync(
                Dialogs,
                T("Close without the key?"),
                Loss,
                T("Close"),
                cancel: T("Back"),
                isDangerous: true
            )
        )
        {
            _isCopied = true;
            Dialog.Close();
        }
    }

    private Task<CommandResult> SendAsync(string? reason, Guid commandId, CancellationToken cancellationToken) =>
        Acting.SendAsync(
            new AddApplicationKey(
                Row.Id,
                _key.KeyId,
                _key.Key,
                _label,
                // The same for a repeated command, which a moment of its own would make another one.
                _days == 0
                    ? null
                    : new DateTimeOffset(Clock.GetUtcNow().UtcDateTime.Date.AddDays(_days + 1), default)
            ),
            reason,
            commandId,
            cancellationToken
        );
}
