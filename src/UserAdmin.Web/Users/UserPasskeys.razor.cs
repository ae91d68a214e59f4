using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users;

/// <summary>The passkeys of one user: named and revoked here, added only by their owner.</summary>
public sealed partial class UserPasskeys
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
    public Answer<Page<PasskeyRow>>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Asking { get; set; } = default!;

    private Answer<Page<PasskeyRow>>? Shown { get; set; }

    private bool MayChange => !IsReadOnly && SignedIn?.May(Permissions.UsersFactors) is true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListUserPasskeys(UserId), Disposal);
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }

    private async Task OnRenameAsync(PasskeyRow passkey)
    {
        var title = $"Rename passkey {passkey.Name}?";
        var result = await Asking.OpenAsync(
            title,
            new DialogParameters<TextDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    "The name only helps to tell passkeys apart; signing in with it stays as it is."
                },
                { dialog => dialog.Action, "Rename passkey" },
                { dialog => dialog.Label, "Name" },
                { dialog => dialog.Value, passkey.Name },
                { dialog => dialog.Command, name => new RenamePasskey(UserId, passkey.PasskeyId, name) },
            }
        );
        if (result is not null)
        {
            Asking.Say("Passkey renamed", new RenamePasskey(UserId, passkey.PasskeyId, passkey.Name));
            await ReloadAsync();
        }
    }

    private async Task OnRevokeAsync(PasskeyRow passkey)
    {
        var question = new Question(
            $"Revoke passkey {passkey.Name}?",
            "Nobody can sign in with it any more, and the person is signed out everywhere at once. This "
                + "cannot be undone: only the person can add a passkey.",
            "Revoke passkey",
            IsDangerous: true
        );
        if (
            await Asking.AskAsync(
                question,
                new RevokePasskey(UserId, passkey.PasskeyId),
                $"Passkey {passkey.Name} revoked"
            )
        )
        {
            await ReloadAsync();
        }
    }
}
