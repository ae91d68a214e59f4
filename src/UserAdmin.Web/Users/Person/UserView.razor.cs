using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Policies.Queries;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Users.Person;

/// <summary>One user: current data, history, and actions.</summary>
public sealed partial class UserView
{
    private int _loads;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>The tab that is shown.</summary>
    [Parameter]
    public UserTab Tab { get; set; } = UserTab.Overview;

    /// <summary>Which events the history shows.</summary>
    [Parameter]
    public HistoryKind Kind { get; set; }

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<UserRow>? Carried { get; set; }

    /// <summary>Whether the person can sign in, from the prerendered page.</summary>
    [PersistentState]
    public SignInAbility? CarriedAbility { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    private Answer<UserRow>? Shown { get; set; }

    private SignInAbility? Ability { get; set; }

    private bool IsFixed => Shown?.Value is { DeletedAt: not null } || Ability is { HoldsMore: true };

    /// <inheritdoc/>
    protected override void OnInitialized() => (Shown, Ability) = (Carried, CarriedAbility);

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) =>
        // What a role allows, and the policy, also decide what may be done to the account.
        change.ChangesRoles
        || change.Concerns(UserId)
        || change.Concerns(GetPolicy.Subject);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var before = Shown?.Value;
        var answer = await Acting.AskAsync(new GetUser(UserId), Disposal);
        var ability = answer.Value is null ? null : await Acting.AskAsync(new GetSignInAbility(UserId), Disposal);
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads)
        {
            return;
        }

        if (answer.Refusal == MessagingErrors.NotSignedIn && before is not null)
        {
            // The layout navigates to the sign-in page, unless the form contains typed text.
            return;
        }

        Ability = CarriedAbility = ability?.Value;
        if (answer.IsStale && before is not null)
        {
            // This answer does not include the person's own change, which the form already shows.
            Shown = answer with
            {
                Value = before,
                Position = Shown!.Position,
            };
            return;
        }

        if (changed.Count > 0 && before is not null && answer.Value is { } now && now.Version != before.Version)
        {
            Announcer.Announce(T($"{now.DisplayName} changed"));
        }

        Shown = Carried = answer;
    }
}
