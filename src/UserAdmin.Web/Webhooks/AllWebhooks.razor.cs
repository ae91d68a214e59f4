using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Account;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>The webhooks of all applications with their states.</summary>
public sealed partial class AllWebhooks
{
    private int _loads;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<IReadOnlyList<WebhookRow>>? Shown { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListAllWebhooks(), Disposal);
        if (load == _loads)
        {
            Shown = answer;
        }
    }
}
