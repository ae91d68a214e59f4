using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users;

/// <summary>The claims of one user: what applications are told about the person at sign-in.</summary>
public sealed partial class UserClaims
{
    private int _loads;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Whether nothing can be changed, because the account is deleted.</summary>
    [Parameter]
    public bool IsReadOnly { get; set; }

    /// <summary>
    /// What the prerendered page showed, so that nothing flashes. Blazor sets it again later: read it once.
    /// </summary>
    [PersistentState]
    public Answer<Page<UserClaimRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Asking { get; set; } = default!;

    private Answer<Page<UserClaimRow>>? Shown { get; set; }

    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersClaims) is true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListUserClaims(UserId), Disposal);
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }

    private async Task OnAddAsync()
    {
        const string Title = "Add a claim?";
        var result = await Asking.OpenAsync(
            Title,
            new DialogParameters<ClaimDialog> { { dialog => dialog.UserId, UserId } }
        );
        if (result?.Data is AddUserClaim added)
        {
            Asking.Say($"Claim {added.ClaimType} added", new RemoveUserClaim(UserId, added.ClaimType, added.Value));
            await ReloadAsync();
        }
    }

    private async Task OnChangeAsync(UserClaimRow claim)
    {
        var title = $"Change claim {claim.ClaimType}?";
        var result = await Asking.OpenAsync(
            title,
            new DialogParameters<TextDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    "Applications are told the new value from the next sign-in on; where the person is "
                        + "signed in, they are signed out."
                },
                { dialog => dialog.Action, "Change claim" },
                { dialog => dialog.Label, "Value" },
                { dialog => dialog.Value, claim.Value },
                { dialog => dialog.Command, value => new ChangeUserClaim(UserId, claim.ClaimType, claim.Value, value) },
            }
        );
        if (result?.Data is string changed)
        {
            Asking.Say(
                $"Claim {claim.ClaimType} changed",
                new ChangeUserClaim(UserId, claim.ClaimType, changed.Trim(), claim.Value)
            );
            await ReloadAsync();
        }
    }

    private async Task OnRemoveAsync(UserClaimRow claim)
    {
        var question = new Question(
            $"Remove claim {claim.ClaimType}?",
            $"Applications are no longer told “{claim.Value}”; where the person is signed in, they are signed out.",
            "Remove claim",
            IsDangerous: true
        );
        var reverse = new AddUserClaim(UserId, claim.ClaimType, claim.Value);
        if (
            await Asking.AskAsync(
                question,
                new RemoveUserClaim(UserId, claim.ClaimType, claim.Value),
                $"Claim {claim.ClaimType} removed",
                reverse
            )
        )
        {
            await ReloadAsync();
        }
    }
}
