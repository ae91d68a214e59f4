using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Applications;

/// <summary>The keys of an application: add one, which is shown once, and revoke one.</summary>
public sealed partial class ApplicationKeys
{
    /// <summary>The application; null while loading.</summary>
    [Parameter, EditorRequired]
    public ApplicationRow? Row { get; set; }

    /// <summary>Whether the person may add and revoke keys.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Raised after a change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private async Task OnAddAsync()
    {
        await NewKeyDialog.ShowAsync(Dialogs, Row!);
        await OnChanged.InvokeAsync();
    }

    private async Task OnRevokeAsync(ApplicationKeyRow key)
    {
        if (
            await ReasonDialog.AskAsync(
                Dialogs,
                T($"Revoke key {key.Label}?"),
                T(
                    "It opens nothing from now on, so whatever uses it stops. This cannot be undone; another key can "
                        + "be added."
                ),
                T("Revoke key"),
                isDangerous: true,
                (reason, commandId, cancellationToken) =>
                    Acting.SendAsync(
                        new RevokeApplicationKey(key.ApplicationId, key.KeyId),
                        reason,
                        commandId,
                        cancellationToken
                    )
            )
        )
        {
            Snackbar.Add(T($"Key {key.Label} revoked"), Severity.Success);
            await OnChanged.InvokeAsync();
        }
    }
}
