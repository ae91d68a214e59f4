using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Forms;

/// <summary>
/// A form that sends a command: one at a time, under one command id for each intention, so that sending the same again
/// is harmless. A refusal is shown beside its field, and what was typed is kept.
/// </summary>
public abstract class SendingForm : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<object> _tried = [];
    private Guid _commandId;

    /// <summary>The person who is signed in.</summary>
    [CascadingParameter]
    protected SignedInUser? SignedIn { get; set; }

    /// <summary>The sender of commands on behalf of the person who is signed in.</summary>
    [Inject]
    protected ActingUser Acting { get; set; } = default!;

    /// <summary>The messages at the edge of the page.</summary>
    [Inject]
    protected ISnackbar Snackbar { get; set; } = default!;

    /// <summary>The log.</summary>
    [Inject]
    protected ILogger<SendingForm> Logger { get; set; } = default!;

    /// <summary>Whether the form is being sent.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Cancelled when the component is disposed.</summary>
    protected CancellationToken Disposal => _disposal.Token;

    /// <summary>The text to show when it is unknown whether the command was carried out.</summary>
    protected abstract string Unanswered { get; }

    /// <summary>Returns whether the form can be sent; if not, it shows why.</summary>
    protected virtual bool CanSubmit() => true;

    /// <summary>Sends what was typed, with <see cref="SendAsync"/>.</summary>
    protected abstract Task SubmitAsync();

    /// <summary>Shows why the command was refused, each reason beside its field.</summary>
    /// <param name="errors">The reasons.</param>
    protected abstract void Refuse(IReadOnlyList<Error> errors);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync();
        _disposal.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends the form, unless it is being sent.</summary>
    protected async Task OnSubmitAsync()
    {
        if (IsBusy || !CanSubmit())
        {
            return;
        }

        IsBusy = true;
        try
        {
            await SubmitAsync();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "{Form} was sent without an answer.", GetType().Name);
            Refuse([new Error("web.no-answer", Unanswered)]);
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Sends a command, and shows the reasons if it is refused.</summary>
    /// <param name="command">The command.</param>
    /// <param name="intention">Everything that the command contains, compared by value. The same as before keeps the
    /// command id; anything else gets a new one.</param>
    /// <param name="reason">The reason, if the person gave one.</param>
    protected async Task<CommandResult> SendAsync(
        ICommand command,
        IReadOnlyList<object> intention,
        string? reason = null
    )
    {
        if (!intention.SequenceEqual(_tried))
        {
            (_tried, _commandId) = (intention, Guid.CreateVersion7());
        }

        var result = await Acting.SendAsync(command, reason, _commandId, _disposal.Token);
        if (!result.IsAccepted)
        {
            Refuse(result.Errors);
        }

        return result;
    }
}
