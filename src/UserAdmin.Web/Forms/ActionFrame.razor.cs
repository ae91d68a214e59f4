using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Forms;

/// <summary>Sends what a person has confirmed, and the reason they gave.</summary>
/// <param name="reason">Why; null when not given.</param>
/// <param name="commandId">The same for each try.</param>
/// <param name="cancellationToken">The dialog's.</param>
public delegate Task<CommandResult> SendConfirmed(string? reason, Guid commandId, CancellationToken cancellationToken);

/// <summary>
/// The frame of every dialog that does something: says what will happen, asks for an optional reason, does it, and
/// stays open with the refusal when there is one.
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

    /// <summary>What will happen.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The button's words.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Whether somebody loses something.</summary>
    [Parameter]
    public bool IsDangerous { get; set; }

    /// <summary>Whether the command is refused without a reason.</summary>
    [Parameter]
    public bool NeedsReason { get; set; }

    /// <summary>What the dialog asks for besides the reason.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>
    /// What was chosen or typed, compared by value: a retry of the same keeps its command id, another intention gets
    /// another. The dialog's result.
    /// </summary>
    [Parameter]
    public object? Intention { get; set; }

    /// <summary>What is still missing, as a sentence; null when it can be sent.</summary>
    [Parameter]
    public string? Missing { get; set; }

    /// <summary>Does it.</summary>
    [Parameter, EditorRequired]
    public SendConfirmed Send { get; set; } = default!;

    /// <summary>After it was accepted, in place of closing.</summary>
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
            _errors = ["The program did not answer, so this may or may not have been done. You can safely try again."];
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
