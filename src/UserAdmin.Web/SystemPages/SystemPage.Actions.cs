using MudBlazor;
using UserAdmin.Monitoring;
using UserAdmin.Web.Layout;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.SystemPages;

public sealed partial class SystemPage
{
    private async Task OnRebuildAsync()
    {
        _error = null;
        var confirmed = await QuestionDialog.AskAsync(
            dialogs,
            "Rebuild the read model?",
            $"It is built anew from {Status?.LogPosition:N0} events, beside the one in use. Pages work "
                + "meanwhile and switch over when it has caught up. Nothing in the accounts or the log changes.",
            "Rebuild read model"
        );
        if (!confirmed)
        {
            return;
        }

        _isAsking = true;
        try
        {
            var result = await acting.SendAsync(new RebuildReadModel(), cancellationToken: _disposal.Token);
            _error = result.IsAccepted ? null : result.Errors[0].Message;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "Asking for a rebuild failed.");
            _error =
                "The program did not answer, so the rebuild may or may not have begun. It can be tried "
                + "again without harm.";
        }
        finally
        {
            _isAsking = false;
        }
    }

    private Task<bool> OnSetAsideAsync(ProjectionPause pause) =>
        ReasonDialog.AskAsync(
            dialogs,
            FormattableString.Invariant($"Go on without event {pause.Position:N0}?"),
            $"The read model leaves out this {pause.EventType} and applies everything after it. Pages may "
                + "then show what the event would have changed. "
                + "It stays in the log, and the history says that it was set aside.",
            "Set event aside",
            isDangerous: true,
            (reason, commandId, cancellationToken) =>
                acting.SendAsync(new SetEventAside(pause.Position), reason, commandId, cancellationToken),
            needsReason: true
        );

    private Task<bool> OnAcknowledgeAsync(LogMismatch mismatch) =>
        ReasonDialog.AskAsync(
            dialogs,
            "Why is it another log?",
            "The program counts as healthy again. What was found and your reason stay in the history.",
            "Acknowledge",
            isDangerous: false,
            (reason, commandId, cancellationToken) =>
                acting.SendAsync(new AcknowledgeLogMismatch(mismatch.Position), reason, commandId, cancellationToken),
            needsReason: true
        );
}
