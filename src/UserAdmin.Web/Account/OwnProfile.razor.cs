using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Web.Account;

/// <summary>Edits what people may change about themselves.</summary>
public sealed partial class OwnProfile : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly OwnProfileForm _form = new();
    private UserRow? _merged;
    private ICommand? _tried;
    private Guid _commandId;
    private bool _isBusy;

    /// <summary>One's own row; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Log position at which the row stands.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>The form needs a newer row.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<OwnProfile> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Row is not null && !ReferenceEquals(Row, _merged))
        {
            _merged = Row;
            _form.Merge(Row, Position);
        }
    }

    private async Task OnSubmitAsync()
    {
        if (_isBusy || Row is null)
        {
            return;
        }

        if (!_form.IsDirty)
        {
            Snackbar.Add("Nothing has changed");
            return;
        }

        _isBusy = true;
        try
        {
            if (_form.IsBehind)
            {
                await OnReload.InvokeAsync();
            }

            await SaveAsync();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "Saving one's own profile failed.");
            _form.Refuse([
                new Error(
                    "web.no-answer",
                    "The program did not answer, so the changes may or may not be saved. Everything you "
                        + "typed is kept; save again, it does no harm."
                ),
            ]);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task SaveAsync()
    {
        var command = _form.Change();
        if (!command.Equals(_tried))
        {
            (_tried, _commandId) = (command, Guid.CreateVersion7());
        }

        var sent = _form.All.Where(field => field.IsTouched).ToDictionary(field => field, field => field.Value);
        var result = await Acting.SendAsync(command, commandId: _commandId, cancellationToken: _disposal.Token);
        if (result.IsAccepted)
        {
            _form.Saved(sent);
            Snackbar.Add("Saved", Severity.Success);
        }
        else
        {
            _form.Refuse(result.Errors);
        }

        await OnReload.InvokeAsync();
    }
}
