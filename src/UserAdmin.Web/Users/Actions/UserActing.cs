using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Queries;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;
using UserAdmin.Web.Undoing;

namespace UserAdmin.Web.Users.Actions;

/// <summary>The question a person is asked before an action on an account.</summary>
/// <param name="Title">The question.</param>
/// <param name="Text">A text that says exactly what will happen.</param>
/// <param name="Action">The text of the button.</param>
/// <param name="IsDangerous">Whether the action is destructive.</param>
public sealed record Question(string Title, string Text, string Action, bool IsDangerous = false);

/// <summary>
/// Confirms an action on an account, carries it out, and reports the result, with Undo if it can be reversed. One
/// instance for each circuit.
/// </summary>
public sealed class UserActing(
    ActingUser acting,
    IMailDelivery delivery,
    IDialogService dialogs,
    ISnackbar snackbar,
    NavigationManager navigation,
    BrowserZone zone,
    ILogger<UserActing> logger
)
{
    /// <summary>The time zone that the person reads moments in.</summary>
    public BrowserZone Zone => zone;

    private const int UndoMilliseconds = 12_000;

    // The log keeps it as the reason, so it is translated only for the button.
    private static readonly string _undo = Marked("Undo");

    private static readonly string _redo = Marked("Redo");

    /// <summary>Asks the question, and sends the command if the person confirms.</summary>
    /// <param name="question">The question.</param>
    /// <param name="command">The command to send.</param>
    /// <param name="done">The text to show afterwards: “Ada Lovelace disabled”.</param>
    /// <param name="undoOf">The account whose change can be undone; null if it cannot.</param>
    /// <returns>True if the command was accepted.</returns>
    public async Task<bool> AskAsync(Question question, ICommand command, string done, string? undoOf = null)
    {
        var isDone = await ReasonDialog.AskAsync(
            dialogs,
            question.Title,
            question.Text,
            question.Action,
            question.IsDangerous,
            (reason, commandId, cancellationToken) => acting.SendAsync(command, reason, commandId, cancellationToken)
        );
        if (isDone)
        {
            SayChanged(done, undoOf);
        }

        return isDone;
    }

    /// <summary>
    /// Asks the question, and sends a command that mails the person a link. If no mail server is configured, it says so
    /// and offers the link instead.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="command">The command to send.</param>
    /// <param name="row">The user concerned.</param>
    /// <param name="purpose">The purpose of the link.</param>
    /// <param name="done">The text to show if the mail will be sent.</param>
    /// <returns>True if the command was accepted.</returns>
    public async Task<bool> AskToMailAsync(
        Question question,
        ICommand command,
        UserRow row,
        LinkPurpose purpose,
        string done
    )
    {
        var isDone = await ReasonDialog.AskAsync(
            dialogs,
            question.Title,
            question.Text,
            question.Action,
            question.IsDangerous,
            (reason, commandId, cancellationToken) => acting.SendAsync(command, reason, commandId, cancellationToken)
        );
        if (isDone)
        {
            await MailedAsync(row.Id, row.DisplayName, row.Email, purpose, done);
        }

        return isDone;
    }

    /// <summary>Reports that a link will be sent, or that nothing was delivered.</summary>
    /// <param name="userId">The user concerned.</param>
    /// <param name="name">The person's name.</param>
    /// <param name="email">The address of the mail.</param>
    /// <param name="purpose">The purpose of the link.</param>
    /// <param name="done">The text to show if the mail will be sent.</param>
    public async Task MailedAsync(string userId, string name, string email, LinkPurpose purpose, string done)
    {
        if (delivery.HasServer)
        {
            Say(done);
            return;
        }

        await OpenAsync(
            T("Nothing was delivered"),
            new DialogParameters<UserLinkDialog>
            {
                { dialog => dialog.UserId, userId },
                { dialog => dialog.Name, name },
                { dialog => dialog.Email, email },
                { dialog => dialog.Purpose, purpose },
            }
        );
    }

    /// <summary>Opens a dialog that carries out its own action.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <typeparam name="TDialog">The dialog.</typeparam>
    /// <returns>Its result; null if the person cancelled.</returns>
    public async Task<DialogResult?> OpenAsync<TDialog>(string title, DialogParameters<TDialog> parameters)
        where TDialog : IComponent
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters);
        return await dialog.Result is { Canceled: false } result ? result : null;
    }

    /// <summary>
    /// Returns the policy, which is needed to say exactly what will happen; null if the person may not see it, or if it
    /// cannot be read now.
    /// </summary>
    internal async Task<Policy?> PolicyAsync()
    {
        try
        {
            return (await acting.AskAsync(new GetPolicy())).Value?.Policy;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogWarning(fault, "The policy could not be read.");
            return null;
        }
    }

    /// <summary>Reports what was done.</summary>
    /// <param name="done">The text: “Ada Lovelace disabled”.</param>
    /// <param name="reverse">The command that undoes it, or null.</param>
    public void Say(string done, ICommand? reverse = null) =>
        snackbar.Add(done, Severity.Success, reverse is null ? null : Offer(_undo, done, reverse, position: null));

    /// <summary>Reports the change that was just made, and offers to undo it.</summary>
    /// <param name="done">The text: “Ada Lovelace disabled”.</param>
    /// <param name="userId">Key of the account; null if the change cannot be undone.</param>
    public void SayChanged(string done, string? userId) =>
        snackbar.Add(done, Severity.Success, userId is null ? null : UndoOf(done, userId));

    /// <summary>Returns what makes a message offer to undo the change that was just made, or null.</summary>
    /// <param name="done">The text of the message.</param>
    /// <param name="userId">Key of the account.</param>
    public Action<SnackbarOptions>? UndoOf(string done, string userId) => UndoOf(_undo, done, userId);

    private Action<SnackbarOptions>? UndoOf(string word, string done, string userId) =>
        acting.LastChange is not { } position
            ? null
            : Offer(
                word,
                done,
                new UndoUserChanges(userId, [position]) { IsWholeCommand = true, IsAllOrNothing = true },
                position
            );

    private Action<SnackbarOptions> Offer(string word, string done, ICommand reverse, long? position)
    {
        var commandId = Guid.CreateVersion7();
        return options =>
        {
            (options.Action, options.RequireInteraction, options.VisibleStateDuration) = (
                T(word),
                false,
                UndoMilliseconds
            );
            (options.ActionColor, options.ActionVariant) = (Color.Inherit, Variant.Outlined);
            options.OnClick = _ => UndoAsync(word, done, reverse, position, commandId);
        };
    }

    private async Task<bool> MaySeeAsync(long position) =>
        (await acting.AskAsync(new PreviewUndo(new UndoSelection { Command = position }))).Refusal is null;

    // An undo is a change too: it can be taken back in the same way.
    private async Task UndoAsync(string word, string done, ICommand reverse, long? position, Guid commandId)
    {
        try
        {
            var result = await acting.SendAsync(reverse, word, commandId);
            if (result.IsAccepted)
            {
                snackbar.Add(
                    word == _undo ? T($"Undone: {done}") : T($"Redone: {done}"),
                    Severity.Success,
                    (reverse as UndoUserChanges)?.UserId is { } userId
                        ? UndoOf(word == _undo ? _redo : _undo, done, userId)
                        : null
                );
            }
            else if (position is { } at && result.Errors[0].Code == UndoErrors.NotBackCode && await MaySeeAsync(at))
            {
                // Something stands in the way; the page says what, and what can still be undone.
                navigation.NavigateTo(UndoAddress.OfCommand(at));
            }
            else
            {
                snackbar.Add(T($"Not undone. {FromCore(result.Errors[0].Message)}"), Severity.Error);
            }
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "Undoing failed.");
            snackbar.Add(
                T("The program did not answer, so this may or may not be undone. The page shows what is true."),
                Severity.Error
            );
        }
    }
}
