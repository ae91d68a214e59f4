using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>
/// Sets a password that has to be changed at the next sign-in, generated or typed, and shows it once.
/// </summary>
public sealed partial class TemporaryPasswordDialog
{
    private string _password = GeneratedPassword.Make();
    private bool _isSet;
    private string _rule = "";

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Display name of the person.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>The policy, or null if the person may not see it.</summary>
    [Parameter]
    public Policy? Policy { get; set; }

    [Inject]
    private IPasswordRules Rules { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private string Good =>
        Policy switch
        {
            null => T("It works for a few days; the history says until when."),
            { TemporaryPasswordDays: var days } => T(days, "It works for one day.", $"It works for {days} days."),
        };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _rule = await Rules.DescribeAsync();

    private void OnGenerate() => _password = GeneratedPassword.Make();

    private void OnAccepted() => _isSet = true;

    private void OnClose() => Dialog.Close();

    private Task<CommandResult> SendAsync(string? reason, Guid commandId, CancellationToken cancellationToken) =>
        Acting.SendAsync(new SetTemporaryPassword(UserId, _password), reason, commandId, cancellationToken);
}
