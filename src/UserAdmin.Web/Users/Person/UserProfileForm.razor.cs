using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using UserAdmin.Account.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>Edits one user's profile, names and addresses.</summary>
public sealed partial class UserProfileForm
{
    private bool _isEditing;
    private UserForm? _made;
    private UserRow? _placed;
    private int _reports;
    private ElementReference _element;
    private IJSObjectReference? _module;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private UserActing UserActing { get; set; } = default!;

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    /// <inheritdoc/>
    protected override MergingForm<UserRow> Form => Edits;

    private UserForm Edits => _made ??= new([.. Database.Attributes.Where(attribute => attribute.IsEditable)]);

    /// <inheritdoc/>
    protected override bool MayEdit => RendererInfo.IsInteractive && Row is not null && IsEditor;

    /// <summary>Whether the account is not deleted and the person may edit it; true while that is unknown.</summary>
    private bool IsEditor =>
        Row is not { DeletedAt: not null }
        && Ability is not { HoldsMore: true }
        && SignedIn?.May(Permissions.UsersEdit) is not false;

    [CascadingParameter]
    private SignInAbility? Ability { get; set; }

    // Facts first: the fields look like text until somebody edits, or has an error to mend.
    private bool IsOpen => _isEditing || Form.Errors.Count > 0;

    private string TouchedCount => Changed(Form.All.Count(one => one.IsTouched));

    private static string Changed(int fields) => T(fields, "1 field changed", $"{fields} fields changed");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
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
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>(
                "import",
                "./Users/Person/UserProfileForm.razor.js"
            );
            await _module.InvokeVoidAsync("saveByKey", _element);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        await base.OnParametersSetAsync();
        if (Row is not { } row || ReferenceEquals(row, _placed))
        {
            return;
        }

        _placed = row;
        try
        {
            await PlaceAsync(row);
        }
        catch (Exception fault) when (!Disposal.IsCancellationRequested)
        {
            // The form works without the name.
            Logger.LogError(fault, "The manager and the reports of a user could not be looked up.");
        }
    }

    private async Task PlaceAsync(UserRow row)
    {
        if (row.ManagerId is { } manager && !Edits.Manager.Knows(manager))
        {
            Edits.Manager.Remember(manager, "…");
            var answer = await Acting.AskAsync(new GetUser(manager), Disposal);
            Edits.Manager.Remember(manager, answer.Value?.DisplayName ?? T("An account that no longer exists"));
        }

        _reports = (await Acting.AskAsync(new ListUsers(ReportsOf(row), PageSize: 1), Disposal)).Value?.Total ?? 0;
    }

    private static string ReportsOf(UserRow row) => SearchTerm.Of(UserFields.Manager.Filter!, row.Id).ToString();

    private async Task OnEditAsync()
    {
        _isEditing = true;
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("edit", _element);
        }
    }

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        await base.SubmitAsync();
        _isEditing &= Form.IsDirty;
    }

    private void OnDiscard()
    {
        _isEditing = false;
        Form.Discard();
    }

    /// <inheritdoc/>
    protected override ICommand? Change(UserRow row) =>
        Edits.Changes(row.Id) is { Count: > 0 } commands ? new CommandSet(commands) : null;

    /// <inheritdoc/>
    protected override Action<SnackbarOptions>? Saved(UserRow row, string done) =>
        UserActing.UndoOf(T($"Changes of {row.DisplayName}"), row.Id);

    /// <inheritdoc/>
    protected override Task<Answer<Page<HistoryRow>>> AskHistoryAsync(UserRow row) =>
        Acting.AskAsync(new GetUserHistory(row.Id), Disposal);
}
