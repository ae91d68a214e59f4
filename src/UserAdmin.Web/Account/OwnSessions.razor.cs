using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Layout;
using UserAdmin.Web.Users;
using UserAdmin.Web.Users.Security;

namespace UserAdmin.Web.Account;

/// <summary>One's own sessions, with buttons to end them.</summary>
public sealed partial class OwnSessions
{
    private IReadOnlyList<string> _errors = [];
    private string? _own;
    private bool _isBusy;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    // The current session comes first, because the others are compared with it.
    private IReadOnlyList<SessionRow>? Sessions =>
        Shown?.Value is { } page ? [.. page.Items.OrderByDescending(session => session.SessionRef == _own)] : null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _own = await Acting.SessionRefAsync(Disposal);
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => base.Concerns(change) || change.Concerns("sessions");

    /// <inheritdoc/>
    protected override Task<Answer<Page<SessionRow>>> AskAsync() => Acting.AskAsync(new ListOwnSessions(), Disposal);

    private async Task OnEndAsync(SessionRow session) =>
        await SendAsync(new EndOwnSession(session.SessionRef), T($"Signed out of {DeviceText.Of(session.UserAgent)}"));

    private async Task OnEndOthersAsync()
    {
        var others = (Shown?.Value?.Items.Count - 1) ?? 0;
        if (
            await QuestionDialog.AskAsync(
                Dialogs,
                T("Sign out everywhere else?"),
                T(
                    others,
                    "One other session ends at once, and applications that share this account ask you to sign in "
                        + "again. You stay signed in here.",
                    $"{others} other sessions end at once, and applications that share this account ask you to sign in "
                        + $"again. You stay signed in here."
                ),
                T("Sign out everywhere else")
            ) && await Acting.SessionIdAsync() is { } sessionId
        )
        {
            await SendAsync(new EndOtherOwnSessions(sessionId), T("Signed out everywhere else"));
        }
    }

    private async Task SendAsync(ICommand command, string done)
    {
        (_isBusy, _errors) = (true, []);
        try
        {
            if (await TryAsync(async () => Done(await Acting.SendAsync(command, cancellationToken: Disposal))))
            {
                await ReloadAsync();
            }
            else
            {
                _errors =
                [
                    T("The program did not answer, so the session may or may not have ended. Look at the list again."),
                ];
            }
        }
        finally
        {
            _isBusy = false;
        }

        void Done(CommandResult result)
        {
            _errors = [.. result.Errors.Select(error => error.Message)];
            if (result.IsAccepted)
            {
                Snackbar.Add(done, Severity.Success);
            }
        }
    }
}
