using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Security;

/// <summary>The external logins of one user.</summary>
public sealed partial class UserExternalLogins
{
    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersFactors) is true;

    /// <inheritdoc/>
    protected override Task<Answer<Page<ExternalLoginRow>>> AskAsync() =>
        Acting.AskAsync(new ListExternalLogins(UserId), Disposal);

    private async Task OnRemoveAsync(ExternalLoginRow login)
    {
        var question = new Question(
            T($"Remove external login {login.ProviderName}?"),
            T(
                $"The person can no longer sign in with this account at {login.ProviderName} and is signed out "
                    + $"everywhere at once. The account there stays as it is."
            ),
            T("Remove external login"),
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RemoveExternalLogin(UserId, login.Provider, login.ProviderKey),
                T($"External login {login.ProviderName} removed")
            )
        )
        {
            await ReloadAsync();
        }
    }
}
