using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>Names the receivers that get what the permissions of an application let it read.</summary>
public sealed partial class WebhookReceivers
{
    private int _loads;

    /// <summary>Key of the application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

    /// <summary>The permissions as they are ticked, saved or not.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyCollection<string> Granted { get; set; } = [];

    /// <summary>The permissions that it has now.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyCollection<string> Held { get; set; } = [];

    /// <summary>
    /// Whether something is not saved yet: then the receivers are named only if they would get something else.
    /// </summary>
    [Parameter]
    public bool IsDirty { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<IReadOnlyList<WebhookRow>>? Shown { get; set; }

    private static string[] Decisive => [Permissions.ActivityRead, Permissions.UsersRead];

    /// <summary>Whether saving lets the receivers get more than now.</summary>
    private bool IsMore =>
        Granted.Contains(Permissions.ActivityRead) && Decisive.Any(one => Granted.Contains(one) && !Held.Contains(one));

    /// <summary>Whether saving lets the receivers get more or less than now.</summary>
    private bool IsOther => Decisive.Any(one => Granted.Contains(one) != Held.Contains(one));

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
