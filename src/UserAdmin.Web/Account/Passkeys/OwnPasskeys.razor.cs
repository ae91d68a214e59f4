using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>One's own passkeys: adding, naming and removing them.</summary>
public sealed partial class OwnPasskeys
{
    private ElementReference _adding;
    private ElementReference _nameField;
    private IJSObjectReference? _module;
    private DotNetObjectReference<OwnPasskeys>? _self;
    private IReadOnlyList<string> _errors = [];
    private string? _renamed;
    private string _name = "";
    private string? _nameError;
    private bool _isReady;
    private bool _isBusy;
    private bool _wantsFocus;

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private ILogger<OwnPasskeys> Log { get; set; } = default!;

    /// <summary>Called by the browser after a passkey was added, so that it can be named at once.</summary>
    /// <param name="passkeyId">Credential id, as base64url.</param>
    /// <param name="name">Its default name.</param>
    [JSInvokable]
    public async Task OnAddedAsync(string passkeyId, string name)
    {
        _errors = [];
        StartRenaming(passkeyId, name);
        await ReloadAsync();
        Snackbar.Add(T("Passkey added"), Severity.Success);
        StateHasChanged();
    }

    /// <summary>Called by the browser if no passkey was added.</summary>
    /// <param name="why">A sentence for the person.</param>
    [JSInvokable]
    public void OnNotAdded(string why)
    {
        _errors = [why];
        StateHasChanged();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has disconnected, so the module no longer exists.
        }

        _self?.Dispose();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override Task<Answer<IReadOnlyList<PasskeyRow>>> AskAsync() =>
        Acting.AskAsync(new ListOwnPasskeys(), Disposal);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Database.HasPasskeys)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Browser.InvokeAsync<IJSObjectReference>(
                "import",
                "./Account/Passkeys/OwnPasskeys.razor.js"
            );
            await _module.InvokeVoidAsync("start", _adding, _self);
            _isReady = true;
            StateHasChanged();
        }
        else if (_wantsFocus && Shown?.Value?.Any(row => row.PasskeyId == _renamed) is true)
        {
            try
            {
                await _nameField.FocusAsync();
                _wantsFocus = false;
            }
            catch (Exception fault) when (fault is JSException or InvalidOperationException)
            {
                // The row arrived after this rendering; its field exists after the next one.
            }
        }
    }

    private void StartRenaming(string passkeyId, string name) =>
        (_renamed, _name, _nameError, _wantsFocus) = (passkeyId, name, null, true);

    private void OnKeepName() => _renamed = null;

    private async Task OnRenameAsync()
    {
        if (_isBusy || _renamed is null)
        {
            return;
        }

        var errors = await SendAsync(new RenameOwnPasskey(_renamed, _name));
        _nameError = errors is [var first, ..] ? first : null;
        if (errors.Count == 0)
        {
            _renamed = null;
            await ReloadAsync();
        }
    }

    private async Task OnRemoveAsync(PasskeyRow passkey)
    {
        var isSure = await QuestionDialog.AskAsync(
            Dialogs,
            T($"Remove passkey {passkey.Name}?"),
            T(
                "You can no longer sign in with it, here or in the applications that share these accounts. The "
                    + "device may continue to offer it: delete it there too."
            ),
            T("Remove passkey"),
            isDangerous: true
        );
        if (!isSure)
        {
            return;
        }

        _errors = await SendAsync(new RemoveOwnPasskey(passkey.PasskeyId));
        if (_errors.Count == 0)
        {
            Snackbar.Add(T($"Passkey {passkey.Name} removed"), Severity.Success);
            await ReloadAsync();
        }
    }

    private async Task<IReadOnlyList<string>> SendAsync(ICommand command)
    {
        _isBusy = true;
        try
        {
            return
            [
                .. (await Acting.SendAsync(command, cancellationToken: Disposal)).Errors.Select(error => error.Message),
            ];
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "{Command} failed.", command.GetType().Name);
            return [T("The program did not answer, so this may or may not have been done. You can safely try again.")];
        }
        finally
        {
            _isBusy = false;
        }
    }
}
