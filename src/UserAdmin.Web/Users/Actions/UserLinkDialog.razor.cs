using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Says that no mail was sent, and shows the link to people who may pass it on.</summary>
public sealed partial class UserLinkDialog : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly Guid _commandId = Guid.CreateVersion7();
    private bool _isBusy;
    private string? _url;
    private string? _error;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Display name of the person.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>The address of the mail.</summary>
    [Parameter, EditorRequired]
    public string Email { get; set; } = "";

    /// <summary>The purpose of the link.</summary>
    [Parameter, EditorRequired]
    public LinkPurpose Purpose { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private ILogger<UserLinkDialog> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private void OnClose() => Dialog.Close();

    private async Task OnShowAsync()
    {
        (_isBusy, _error) = (true, null);
        try
        {
            var result = await Acting.SendAsync(
                new TakeUserLink(UserId, Purpose),
                commandId: _commandId,
                cancellationToken: _disposal.Token
            );
            _url = result.IsAccepted
                ? (await Acting.AskAsync(new GetUserLink(UserId, Purpose), _disposal.Token)).Value?.Url
                : null;
            _error =
                _url is not null ? null
                : result.IsAccepted ? T("The link is not ready yet. Try again in a moment.")
                : FromCore(result.Errors[0].Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "A link could not be shown.");
            _error = T("The program did not answer. Try again in a moment.");
        }
        finally
        {
            _isBusy = false;
        }
    }
}
