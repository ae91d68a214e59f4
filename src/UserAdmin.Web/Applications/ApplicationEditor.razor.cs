using UserAdmin.Applications;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Applications;

/// <summary>Edits one application: its details and permissions.</summary>
public sealed partial class ApplicationEditor
{
    private readonly ApplicationForm _form = new();

    /// <inheritdoc/>
    protected override MergingForm<ApplicationRow> Form => _form;

    /// <inheritdoc/>
    protected override bool MayEdit =>
        RendererInfo.IsInteractive && Row is not null && SignedIn is not null && Lock is null;

    /// <summary>The reason why the form is read-only; null if it is not.</summary>
    private string? Lock =>
        Row is null || SignedIn is null ? null
        : !SignedIn.May(Permissions.ApplicationsManage)
            ? T(
                $"You can see applications but not change them. Changing them needs “{Permissions.ApplicationsManage}”."
            )
        : !Row.PermissionNames.All(SignedIn.May) ? FromCore(ApplicationErrors.GrantsMore.Message)
        : null;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (Row is { OwnerId: { } owner } row)
        {
            _form.Owner.Remember(owner, row.OwnerName);
        }

        return base.OnParametersSetAsync();
    }

    /// <inheritdoc/>
    protected override ICommand? Change(ApplicationRow row) =>
        _form.Changes(row.Id) is { Count: > 0 } commands ? new CommandSet(commands) : null;

    /// <inheritdoc/>
    protected override Task<Answer<Page<HistoryRow>>> AskHistoryAsync(ApplicationRow row) =>
        Acting.AskAsync(new GetUserHistory(row.Id), Disposal);
}
