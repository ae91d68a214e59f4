using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Forms;

/// <summary>
/// Edits one row: sends the touched fields, all or nothing, and keeps typed text when others edit the row at the same
/// time.
/// </summary>
/// <typeparam name="TRow">The row.</typeparam>
public abstract class FormEditor<TRow> : SendingForm
    where TRow : class
{
    private TRow? _merged;

    /// <summary>The row in the read model; null while loading.</summary>
    [Parameter, EditorRequired]
    public TRow? Row { get; set; }

    /// <summary>The log position of the row.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>Raised when the form needs a newer row.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    /// <summary>The typed text.</summary>
    protected abstract MergingForm<TRow> Form { get; }

    /// <summary>Whether the form can be edited and saved.</summary>
    protected abstract bool MayEdit { get; }

    /// <summary>The typed reason; empty for none.</summary>
    protected string Reason { get; set; } = "";

    /// <summary>Whether the row existed and is now gone.</summary>
    protected bool IsGone => _merged is not null && Row is null;

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so your changes may or may not be saved. Everything you typed is kept; you "
                + "can safely save again."
        );

    /// <summary>Returns the command that saves the touched fields; null if there are none.</summary>
    protected abstract ICommand? Change(TRow row);

    /// <summary>
    /// Queries the row's history, used to show who changed a field meanwhile; null if it cannot be queried.
    /// </summary>
    protected virtual Task<Answer<Page<HistoryRow>>>? AskHistoryAsync(TRow row) => null;

    /// <summary>
    /// Returns what makes the message offer to undo what was just saved; null if that cannot be undone.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="done">The text of the message.</param>
    protected virtual Action<SnackbarOptions>? Saved(TRow row, string done) => null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Row is null || ReferenceEquals(Row, _merged))
        {
            return;
        }

        _merged = Row;
        Form.Merge(Row, Position);
        try
        {
            await NameOthersAsync(Row);
        }
        catch (Exception fault) when (!Disposal.IsCancellationRequested)
        {
            // Without a name the field shows “Someone”; the question is the same.
            Logger.LogError(fault, "{Form} could not look up who else changed a field.", GetType().Name);
        }
    }

    /// <inheritdoc/>
    protected override bool CanSubmit()
    {
        if (!MayEdit || !Form.Check())
        {
            return false;
        }

        if (!Form.IsDirty)
        {
            Snackbar.Add(T("Nothing has changed"));
        }

        return Form.IsDirty;
    }

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        if (Form.IsBehind)
        {
            await OnReload.InvokeAsync();
        }

        if (Change(Row!) is not { } command)
        {
            Snackbar.Add(T("Nothing has changed"));
            return;
        }

        var sent = Form.Touched;
        var reason = Reason.Trim() is { Length: > 0 } text ? text : null;
        var result = await SendAsync(command, [Form.Intention], reason);
        if (result.IsAccepted)
        {
            Form.Saved(sent);
            Reason = "";
            Snackbar.Add(T("Saved"), Severity.Success, Saved(Row!, T("Saved")));
        }

        if (result.IsAccepted || result.Errors.Any(error => error is StaleEdit))
        {
            // The read model may lag a moment; a person who leaves meanwhile must not be asked about text that is
            // already saved.
            StateHasChanged();
            await OnReload.InvokeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors) => Form.Refuse(errors);

    private async Task NameOthersAsync(TRow row)
    {
        if (!Form.All.Any(field => field.Overtaken is { By: null }) || AskHistoryAsync(row) is not { } asking)
        {
            return;
        }

        var history = (await asking).Value?.Items ?? [];
        foreach (var field in Form.NameOthers(history, SignedIn?.UserId))
        {
            Announcer.Announce(T($"{field.Overtaken?.By} changed {field.Label} while you were editing it."));
        }
    }
}
