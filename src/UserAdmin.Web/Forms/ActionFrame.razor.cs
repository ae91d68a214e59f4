using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Forms;

/// <summary>Sends what a person has confirmed, with the reason they gave.</summary>
/// <param name="reason">The reason; null if none was given.</param>
/// <param name="commandId">The command id, the same for each retry.</param>
/// <param name="cancellationToken">The dialog's.</param>
public delegate Task<CommandResult> SendConfirmed(string? reason, Guid commandId, CancellationToken cancellationToken);

/// <summary>
/// The frame of every action dialog: says what will happen, asks for an optional reason, carries out the action, and
/// stays open to show a refusal.
/// </summary>
public sealed partial class ActionFrame : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<string> _errors = [];
    private string _reason = "";
    private object? _tried;
    private Guid _commandId = Guid.CreateVersion7();
    private bool _isBusy;

    /// <summary>The question.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The text that says what will happen.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The text of the button.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Whether the action is destructive.</summary>
    [Parameter]
    public bool IsDangerous { get; set; }

    /// <summary>Whether the command is refused without a reason.</summary>
    [Parameter]
    public bool NeedsReason { get; set; }

    /// <summary>The inputs of the dialog besides the reason.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>
    /// The dialog's result: what was chosen or typed, compared by value. A retry with the same input keeps its command
    /// id; other input gets a new one.
    /// </summary>
    [Parameter]
    public object? Intention { get; set; }

    /// <summary>A sentence that says what is still missing; null if the action can be sent.</summary>
    [Parameter]
    public string? Missing { get; set; }

    /// <summary>Carries out the action.</summary>
    [Parameter, EditorRequired]
    public SendConfirmed Send { get; set; } = default!;

    /// <summary>Called after the action was accepted, instead of closing the dialog.</summary>
    [Parameter]
    public EventCallback OnAccepted { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ILogger<ActionFrame> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private void OnCancel() => Dialog.Cancel();

    private async Task OnConfirmAsync()
    {
        if (_isBusy)
        {
            return;
        }

        if (Missing is not null)
        {
            _errors = [Missing];
            return;
        }

        _isBusy = true;
        try
        {
            var intention = Intention;
            if (!Equals(intention, _tried))
            {
                (_tried, _commandId) = (intention, Guid.CreateVersion7());
            }

            var result = await Send(
                _reason.Trim() is { Length: > 0 } reason ? reason : null,
                _commandId,
                _disposal.Token
            );
            _errors = [.. result.Errors.Select(error => error.Message)];
            if (result.IsAccepted)
            {
                await LeaveAsync(intention);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "{Action} failed.", Action);
            _errors =
            [
                T("The program did not answer, so this may or may not have been done. You can safely try again."),
            ];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task LeaveAsync(object? intention)
    {
        if (OnAccepted.HasDelegate)
        {
            await OnAccepted.InvokeAsync();
        }
        else
        {
            Dialog.Close(DialogResult.Ok(intention));
        }
    }
}
