using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Account.External;

/// <summary>
/// The accounts elsewhere with which one signs in. Shows nothing when no provider is configured and none is linked.
/// </summary>
public sealed partial class OwnExternalLogins
{
    private IReadOnlyList<string> _errors = [];
    private string? _userId;
    private int _loads;

    /// <summary>
    /// The logins on the prerendered page, so that nothing flashes. Blazor sets it again later: read it once.
    /// </summary>
    [PersistentState]
    public Answer<IReadOnlyList<ExternalLoginRow>>? Carried { get; set; }

    [Inject]
    private ExternalProviders Providers { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<OwnExternalLogins> Log { get; set; } = default!;

    private Answer<IReadOnlyList<ExternalLoginRow>>? Held { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Held = Carried;
        _userId = await Acting.UserIdAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => _userId is null || change.Concerns(_userId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var held = await Acting.AskAsync(new ListOwnExternalLogins(), Disposal);
        if (load == _loads)
        {
            Held = Carried = held;
        }
    }

    private async Task OnRemoveAsync(ExternalLoginRow login)
    {
        var isSure = await QuestionDialog.AskAsync(
            Dialogs,
            $"Remove login at {login.ProviderName}?",
            "You can no longer sign in with it here. Your account there stays as it is.",
            "Remove login",
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
                Snackbar.Add($"Login at {login.ProviderName} removed", Severity.Success);
                await ReloadAsync();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "Removing an external login failed.");
            _errors =
            [
                "The program did not answer, so the login may or may not be removed. It can be tried again "
                    + "without harm.",
            ];
        }
    }
}
