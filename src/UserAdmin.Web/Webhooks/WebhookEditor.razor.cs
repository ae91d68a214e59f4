using Microsoft.AspNetCore.Components;
using UserAdmin.Applications;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Webhooks;

/// <summary>Edits the fields of one webhook.</summary>
public sealed partial class WebhookEditor
{
    private readonly WebhookForm _form = new();

    /// <summary>The application; null while loading.</summary>
    [Parameter, EditorRequired]
    public ApplicationRow? Application { get; set; }

    /// <inheritdoc/>
    protected override MergingForm<WebhookRow> Form => _form;

    /// <inheritdoc/>
    protected override bool MayEdit =>
        RendererInfo.IsInteractive
        && Row is not null
        && Application is not null
        && SignedIn is not null
        && Lock is null;

    /// <summary>The reason why the form is read-only; null if it is not.</summary>
    private string? Lock =>
        Row is null || SignedIn is null ? null
        : !SignedIn.May(Permissions.ApplicationsManage)
            ? T($"You can see webhooks but not change them. Changing them needs “{Permissions.ApplicationsManage}”.")
        : Application?.PermissionNames.All(SignedIn.May) is false ? FromCore(ApplicationErrors.GrantsMore.Message)
        : null;

    /// <inheritdoc/>
    protected override ICommand? Change(WebhookRow row) => _form.Change(row);

    /// <inheritdoc/>
    protected override Task<Answer<Page<HistoryRow>>> AskHistoryAsync(WebhookRow row) =>
        Acting.AskAsync(new GetUserHistory(row.ApplicationId), Disposal);
}
