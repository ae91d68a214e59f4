using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users;

/// <summary>The accounts elsewhere that one user signs in with.</summary>
public sealed partial class UserExternalLogins
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
    public Answer<Page<ExternalLoginRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Asking { get; set; } = default!;

    private Answer<Page<ExternalLoginRow>>? Shown { get; set; }

    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersFactors) is true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListExternalLogins(UserId), Disposal);
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }

    private async Task OnRemoveAsync(ExternalLoginRow login)
    {
        var question = new Question(
            $"Remove external login {login.ProviderName}?",
            $"The person can no longer sign in with this account at {login.ProviderName} and is signed out "
                + "everywhere at once. The account there stays as it is.",
            "Remove external login",
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RemoveExternalLogin(UserId, login.Provider, login.ProviderKey),
                $"External login {login.ProviderName} removed"
            )
        )
        {
            await ReloadAsync();
        }
    }
}
