using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Security;

/// <summary>The passkeys of one user. They can be renamed and revoked here, but only their owner can add one.</summary>
public sealed partial class UserPasskeys
{
    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersFactors) is true;

    /// <inheritdoc/>
    protected override Task<Answer<Page<PasskeyRow>>> AskAsync() =>
        Acting.AskAsync(new ListUserPasskeys(UserId), Disposal);

    private async Task OnRenameAsync(PasskeyRow passkey)
    {
        var title = T($"Rename passkey {passkey.Name}?");
        var result = await Asking.OpenAsync(
            title,
            new DialogParameters<TextDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    T("The name only helps to tell passkeys apart; signing in with it stays as it is.")
                },
                { dialog => dialog.Action, T("Rename passkey") },
                { dialog => dialog.Label, T("Name") },
                { dialog => dialog.Value, passkey.Name },
                { dialog => dialog.Command, name => new RenamePasskey(UserId, passkey.PasskeyId, name) },
            }
        );
        if (result is not null)
        {
            Asking.Say(T("Passkey renamed"), new RenamePasskey(UserId, passkey.PasskeyId, passkey.Name));
            await ReloadAsync();
        }
    }

    private async Task OnRevokeAsync(PasskeyRow passkey)
    {
        var question = new Question(
            T($"Revoke passkey {passkey.Name}?"),
            T(
                "Nobody can sign in with it any more, and the person is signed out everywhere at once. This "
                    + "cannot be undone: only the person can add a passkey."
            ),
            T("Revoke passkey"),
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RevokePasskey(UserId, passkey.PasskeyId),
                T($"Passkey {passkey.Name} revoked")
            )
        )
        {
            await ReloadAsync();
        }
    }
}
