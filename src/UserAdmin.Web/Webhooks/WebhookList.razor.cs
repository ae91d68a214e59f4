using Microsoft.AspNetCore.Components;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>The webhooks of an application with their states.</summary>
public sealed partial class WebhookList
{
    private int _loads;

    /// <summary>Key of the application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

    /// <summary>The application; null while loading.</summary>
    [Parameter, EditorRequired]
    public ApplicationRow? Row { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<IReadOnlyList<WebhookRow>>? Shown { get; set; }

    private bool MayManage =>
        SignedIn?.May(Permissions.ApplicationsManage) is true && Row?.PermissionNames.All(SignedIn.May) is true;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(ApplicationId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListWebhooks(ApplicationId), Disposal);
        if (load == _loads)
        {
            Shown = answer;
        }
    }
}
