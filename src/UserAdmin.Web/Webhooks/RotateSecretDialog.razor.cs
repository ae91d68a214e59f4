using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Webhooks;

/// <summary>Gives a webhook a new secret and shows it once.</summary>
public sealed partial class RotateSecretDialog
{
    private readonly string _secret = NewWebhookSecret.Make();
    private bool _isRotated;
    private bool _atOnce;
    private bool _isCopied;

    /// <summary>The webhook.</summary>
    [Parameter, EditorRequired]
    public WebhookRow Row { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    /// <summary>Opens the dialog, and waits until it is closed.</summary>
    /// <param name="dialogs">The circuit's dialogs.</param>
    /// <param name="row">The webhook.</param>
    public static async Task ShowAsync(IDialogService dialogs, WebhookRow row)
    {
        var dialog = await dialogs.ShowAsync<RotateSecretDialog>(
            T("Rotate secret"),
            new DialogParameters<RotateSecretDialog> { { shown => shown.Row, row } },
            // A click beside it must not lose the secret.
            new DialogOptions { BackdropClick = false }
        );
        await dialog.Result;
    }

    private void OnAccepted() => _isRotated = true;

    private static string Loss =>
        T(
            "The secret was not copied and is never shown again. The receiver needs it; without it you would have to rotate it again."
        );

    private void OnCopied() => _isCopied = true;

    private async Task OnCloseAsync()
    {
        if (
            _isCopied
            || await QuestionDialog.AskAsync(
                Dialogs,
                T("Close without the secret?"),
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
            new RotateWebhookSecret(Row.ApplicationId, Row.Id, _secret) { AtOnce = _atOnce },
            reason,
            commandId,
            cancellationToken
        );
}
