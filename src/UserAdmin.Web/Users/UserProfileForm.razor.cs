using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Users;

/// <summary>
/// Edits one user: sends what was touched, all or nothing, and loses nothing typed when others edit at the same time.
/// </summary>
public sealed partial class UserProfileForm : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly UserForm _form = new();
    private ElementReference _element;
    private IJSObjectReference? _module;
    private UserRow? _merged;
    private IReadOnlyList<ICommand> _tried = [];
    private Guid _commandId;
    private string _reason = "";
    private bool _isBusy;

    /// <summary>The user as the read model has it; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Log position at which the row stands.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>The form needs a newer row.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<UserProfileForm> Logger { get; set; } = default!;

    private bool MayEdit =>
        RendererInfo.IsInteractive && Row is { DeletedAt: null } && SignedIn?.May(Permissions.UsersEdit) is not false;

    private string Touched =>
        _form.All.Count(one => one.IsTouched) is var count && count == 1
            ? "1 field changed"
            : $"{count} fields changed";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync();
        _disposal.Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Row is null || ReferenceEquals(Row, _merged))
        {
            return;
        }

        _merged = Row;
        _form.Merge(Row, Position);
        try
        {
            await NameOthersAsync();
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            // Without a name the field says “someone”, and the question it asks is the same.
            Logger.LogError(fault, "Could not look up who else changed a user.");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Users/UserProfileForm.razor.js");
            await _module.InvokeVoidAsync("saveByKey", _element);
        }
    }

    /// <summary>The row does not say who changed a field; the history does.</summary>
    private async Task NameOthersAsync()
    {
        if (!_form.All.Any(field => field.Overtaken is { By: null }))
        {
            return;
        }

        var answer = await Acting.AskAsync(new GetUserHistory(Row!.Id), _disposal.Token);
        foreach (var field in _form.All)
        {
            if (
                field.Overtaken is { By: null } other
                && answer.Value?.Items.FirstOrDefault(entry => entry.Changes.Any(change => change.Field == field.Name))
                    is { } entry
            )
            {
                field.Overtaken = other with
                {
                    By = entry.ActorId == SignedIn?.UserId ? "You, elsewhere," : entry.ActorName,
                    At = entry.At,
                };
                Announcer.Announce($"{field.Overtaken.By} changed {field.Label} while you were editing it.");
            }
        }
    }

    private void OnKeepMine(FormField field) => _form.KeepMine(field);

    private void OnTakeTheirs(FormField field) => _form.TakeTheirs(field);

    private void OnDiscard() => _form.Discard();

    private async Task OnSubmitAsync()
    {
        if (_isBusy || !MayEdit)
        {
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
            Logger.LogError(fault, "Saving a user failed.");
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
        var commands = _form.Changes(Row!.Id);
        if (commands.Count == 0)
        {
            Snackbar.Add("Nothing has changed");
            return;
        }

        if (!commands.SequenceEqual(_tried))
        {
            (_tried, _commandId) = (commands, Guid.CreateVersion7());
        }

        var sent = _form.All.Where(field => field.IsTouched).ToDictionary(field => field, field => field.Value);
        var reason = _reason.Trim() is { Length: > 0 } text ? text : null;
        var result = await Acting.SendAsync(new CommandSet(commands), reason, _commandId, _disposal.Token);
        if (result.IsAccepted)
        {
            _form.Saved(sent);
            _reason = "";
            Snackbar.Add("Saved", Severity.Success);
        }
        else
        {
            _form.Refuse(result.Errors);
        }

        if (result.IsAccepted || result.Errors.Any(error => error is StaleEdit))
        {
            // The read model may need a moment; whoever leaves meanwhile must not be asked about what is saved.
            StateHasChanged();
            await OnReload.InvokeAsync();
        }
    }
}
