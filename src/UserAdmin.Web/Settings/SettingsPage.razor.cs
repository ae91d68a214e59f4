using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Queries;
using UserAdmin.Projections;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Settings;

/// <summary>The policy for passwords, sign-in, links and deleted accounts, shown live.</summary>
public sealed partial class SettingsPage
{
    private Answer<PolicyRow>? _answer;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private PolicyRow? Row => _answer?.Value;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(GetPolicy.Subject);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed) =>
        _answer = await Acting.AskAsync(new GetPolicy(), Disposal);
}
