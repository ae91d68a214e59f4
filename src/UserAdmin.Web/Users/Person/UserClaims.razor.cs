using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>The claims of one user: what applications are told about the person at sign-in.</summary>
public sealed partial class UserClaims
{
    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersClaims) is true;

    /// <inheritdoc/>
    protected override Task<Answer<Page<UserClaimRow>>> AskAsync() =>
        Acting.AskAsync(new ListUserClaims(UserId), Disposal);

    private async Task OnAddAsync()
    {
        var title = T("Add a claim?");
        var result = await Asking.OpenAsync(
            title,
            new DialogParameters<ClaimDialog> { { dialog => dialog.UserId, UserId } }
        );
        if (result?.Data is AddUserClaim added)
        {
            Asking.SayChanged(T($"Claim {added.ClaimType} added"), UserId);
            await ReloadAsync();
        }
    }

    private async Task OnChangeAsync(UserClaimRow claim)
    {
        var title = T($"Change claim {claim.ClaimType}?");
        var result = await Asking.OpenAsync(
            title,
            new DialogParameters<TextDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    T(
                        "Applications are told the new value from the next sign-in on; where the person is "
                            + "signed in, they are signed out."
                    )
                },
                { dialog => dialog.Action, T("Change claim") },
                { dialog => dialog.Label, T("Value") },
                { dialog => dialog.Value, claim.Value },
                { dialog => dialog.Command, value => new ChangeUserClaim(UserId, claim.ClaimType, claim.Value, value) },
            }
        );
        if (result is not null)
        {
            Asking.SayChanged(T($"Claim {claim.ClaimType} changed"), UserId);
            await ReloadAsync();
        }
    }

    private async Task OnRemoveAsync(UserClaimRow claim)
    {
        var question = new Question(
            T($"Remove claim {claim.ClaimType}?"),
            T($"Applications are no longer told “{claim.Value}”; where the person is signed in, they are signed out."),
            T("Remove claim"),
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RemoveUserClaim(UserId, claim.ClaimType, claim.Value),
                T($"Claim {claim.ClaimType} removed"),
                UserId
            )
        )
        {
            await ReloadAsync();
        }
    }
}
