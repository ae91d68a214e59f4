using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Roles;

/// <summary>
/// Edits one role: sends what was touched, all or nothing, and loses nothing typed when others edit at the same time.
/// </summary>
public sealed partial class RoleEditor : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly RoleForm _form = new();
    private RoleRow? _merged;
    private string? _tried;
    private Guid _commandId;
    private string _reason = "";
    private bool _isBusy;

    /// <summary>The role as the read model has it; null while loading.</summary>
    [Parameter, EditorRequired]
    public RoleRow? Row { get; set; }

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
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ILogger<RoleEditor> Logger { get; set; } = default!;

    private bool IsGone => _merged is not null && Row is null;

    private bool MayEdit =>
        RendererInfo.IsInteractive
        && Row is not null
        && SignedIn is not null
        && (Lock is null || Row.IsAdministrator && SignedIn.May(Permissions.RolesManage));

    /// <summary>Why the form cannot be changed, or not all of it; null when it can.</summary>
    private string? Lock =>
        Row is null || SignedIn is null ? null
        : !SignedIn.May(Permissions.RolesManage)
            ? $"You may see roles but not change them. That needs “{Permissions.RolesManage}”."
        : Row.IsAdministrator ? RoleErrors.Administrator.Message
        : !Row.PermissionNames.All(SignedIn.May) ? RoleErrors.GrantsMore.Message
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
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
            Logger.LogError(fault, "Could not look up who else changed a role.");
        }
    }

    /// <summary>The row does not say who changed a field; the history does.</summary>
    private async Task NameOthersAsync()
    {
        if (!_form.Texts.Any(field => field.Overtaken is { By: null }))
        {
            return;
        }

        var answer = await Acting.AskAsync(new GetUserHistory(Row!.Id), _disposal.Token);
        foreach (var field in _form.Texts)
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
            Logger.LogError(fault, "Saving a role failed.");
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

        if (_form.Intention != _tried)
        {
            (_tried, _commandId) = (_form.Intention, Guid.CreateVersion7());
        }

        var (name, description, chosen) = (_form.Name.Value, _form.Description.Value, _form.Chosen.ToHashSet());
        var result = await Acting.SendAsync(
            new CommandSet(commands),
            _reason.Trim() is { Length: > 0 } reason ? reason : null,
            _commandId,
            _disposal.Token
        );
        if (result.IsAccepted)
        {
            _form.Saved(name, description, chosen);
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
