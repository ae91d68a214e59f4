using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Roles;

/// <summary>Edits one role: its name, description and permissions.</summary>
public sealed partial class RoleEditor
{
    private readonly RoleForm _form = new();

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    /// <inheritdoc/>
    protected override MergingForm<RoleRow> Form => _form;

    /// <inheritdoc/>
    protected override bool MayEdit =>
        RendererInfo.IsInteractive
        && Row is not null
        && SignedIn is not null
        && (Lock is null || Row.IsAdministratorIn(Database) && SignedIn.May(Permissions.RolesManage));

    /// <summary>The reason why the form, or a part of it, is read-only; null if it is not.</summary>
    private string? Lock =>
        Row is null || SignedIn is null ? null
        : !SignedIn.May(Permissions.RolesManage)
            ? T($"You can see roles but not change them. Changing them needs “{Permissions.RolesManage}”.")
        : Row.IsAdministratorIn(Database) ? FromCore(RoleErrors.Administrator.Message)
        : !Row.PermissionNames.All(SignedIn.May) ? FromCore(RoleErrors.GrantsMore.Message)
        : null;

    /// <inheritdoc/>
    protected override ICommand? Change(RoleRow row) =>
        _form.Changes(row.Id) is { Count: > 0 } commands ? new CommandSet(commands) : null;

    /// <inheritdoc/>
    protected override Task<Answer<Page<HistoryRow>>> AskHistoryAsync(RoleRow row) =>
        Acting.AskAsync(new GetUserHistory(row.Id), Disposal);
}
