using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users;

/// <summary>Who the user is at a glance, and the action most wanted.</summary>
public sealed partial class UserHeader
{
    /// <summary>The user; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Whether the person's own last change is missing from the row.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>Log position at which the row stands.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>After an action was accepted.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private async Task OnDisableAsync()
    {
        var (id, name) = (Row!.Id, Row.DisplayName);
        var isDone = await ReasonDialog.AskAsync(
            Dialogs,
            $"Disable {name}?",
            $"{name} is signed out everywhere at once and cannot sign in, here or in any application that uses these accounts, until somebody enables the account again. Nothing is deleted.",
            "Disable user",
            isDangerous: true,
            (reason, commandId, cancellationToken) => Acting.SendAsync(new DisableUser(id), reason, commandId, cancellationToken));
        await AfterAsync(isDone, $"{name} disabled");
    }

    private async Task OnEnableAsync()
    {
        var (id, name) = (Row!.Id, Row.DisplayName);
        var isDone = await ReasonDialog.AskAsync(
            Dialogs,
            $"Enable {name}?",
            $"{name} can sign in again with the password and the roles the account has now.",
            "Enable user",
            isDangerous: false,
            (reason, commandId, cancellationToken) => Acting.SendAsync(new EnableUser(id), reason, commandId, cancellationToken));
        await AfterAsync(isDone, $"{name} enabled");
    }

    private async Task AfterAsync(bool isDone, string what)
    {
        if (isDone)
        {
            Snackbar.Add(what, Severity.Success);
            await OnChanged.InvokeAsync();
        }
    }
}
