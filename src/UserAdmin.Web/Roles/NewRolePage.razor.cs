using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Roles;

/// <summary>
/// Creates a role. The role's key is created with the form, and an unchanged retry keeps its command id, so a second
/// click is harmless.
/// </summary>
public sealed partial class NewRolePage : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly string _roleId = Guid.CreateVersion7().ToString();
    private readonly RoleForm _form = new();
    private string? _tried;
    private Guid _commandId;
    private bool _isBusy;
    private bool _isCreated;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<NewRolePage> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private async Task OnSubmitAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var command = _form.Creation(_roleId);
            if (_form.Intention != _tried)
            {
                (_tried, _commandId) = (_form.Intention, Guid.CreateVersion7());
            }

            var result = await Acting.SendAsync(command, commandId: _commandId, cancellationToken: _disposal.Token);
            if (result.IsAccepted)
            {
                await LeaveAsync(command.Name);
            }
            else
            {
                _form.Refuse(result.Errors);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "Creating a role failed.");
            _form.Refuse([
                new Error(
                    "web.no-answer",
                    "The program did not answer, so the role may or may not have been created. Everything "
                        + "you typed is kept. “Create role” can be clicked again: it never creates two."
                ),
            ]);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task LeaveAsync(string name)
    {
        _isCreated = true;
        // Rendered first, because the old page would ask about unsaved changes. The yield allows rendering even if the
        // answer came at once.
        StateHasChanged();
        await Task.Yield();
        Snackbar.Add($"Role {name} created", Severity.Success);
        Navigation.NavigateTo($"roles/{_roleId}");
    }
}
