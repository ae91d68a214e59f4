using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Account.External;

/// <summary>One's own external logins. Shows nothing if no provider is configured and no login is linked.</summary>
public sealed partial class OwnExternalLogins
{
    private IReadOnlyList<string> _errors = [];

    [Inject]
    private ExternalProviders Providers { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<OwnExternalLogins> Log { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task<Answer<IReadOnlyList<ExternalLoginRow>>> AskAsync() =>
        Acting.AskAsync(new ListOwnExternalLogins(), Disposal);

    private async Task OnRemoveAsync(ExternalLoginRow login)
    {
        var isSure = await QuestionDialog.AskAsync(
            Dialogs,
            T($"Remove login at {login.ProviderName}?"),
            T("You can no longer sign in with it here. Your account there stays as it is."),
            T("Remove login"),
            isDangerous: true
        );
        if (!isSure)
        {
            return;
        }

        try
        {
            var result = await Acting.SendAsync(
                new RemoveOwnExternalLogin(login.Provider, login.ProviderKey),
                cancellationToken: Disposal
            );
            _errors = [.. result.Errors.Select(error => error.Message)];
            if (result.IsAccepted)
            {
                Snackbar.Add(T($"Login at {login.ProviderName} removed"), Severity.Success);
                await ReloadAsync();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "Removing an external login failed.");
            _errors =
            [
                T("The program did not answer, so the login may or may not be removed. You can safely try again."),
            ];
        }
    }
}
