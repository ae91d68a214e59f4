using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Web.Account;

/// <summary>One's own account: profile, ways to sign in, and sessions.</summary>
public sealed partial class AccountPage
{
    private string? _userId;
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<UserRow>? Carried { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<UserRow>? Shown { get; set; }

    private UserRow? Own => Shown?.Value;

    private string CodesLeft =>
        Own!.RecoveryCodesLeft switch
        {
            0 => T("No recovery codes left: create new ones."),
            1 => T("1 recovery code left: create new ones."),
            var left => T($"{left} recovery codes left"),
        };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Shown = Carried;
        _userId = await Acting.UserIdAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => _userId is not null && change.Concerns(_userId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new GetOwnAccount(), Disposal);
        // A later load has started, so only its answer counts. Without a session, the layout navigates to the sign-in
        // page.
        if (load == _loads && (answer.Value is not null || Shown?.Value is null))
        {
            Shown = Carried = answer;
        }
    }
}
