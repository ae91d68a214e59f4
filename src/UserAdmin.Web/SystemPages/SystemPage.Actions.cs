using MudBlazor;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Web.Forms;
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
            T("Rebuild the read model?"),
            T(
                $"It is built again from {Number(Status?.LogPosition)} events, beside the one in use. Pages keep "
                    + $"working meanwhile and switch over when it has caught up. Nothing in the accounts or the log "
                    + $"changes."
            ),
            T("Rebuild read model")
        );
        if (!confirmed)
        {
            return;
        }

        _isAsking = true;
        try
        {
            var result = await acting.SendAsync(new RebuildReadModel(), cancellationToken: _disposal.Token);
            _error = result.IsAccepted ? null : FromCore(result.Errors[0].Message);
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "Asking for a rebuild failed.");
            _error = T(
                "The program did not answer, so the rebuild may or may not have begun. You can safely try again."
            );
        }
        finally
        {
            _isAsking = false;
        }
    }

    private static string Number(long? number) => number?.ToString("N0", WrittenIn) ?? "";

    private Task<bool> OnSetAsideAsync(ProjectionPause pause) =>
        ReasonDialog.AskAsync(
            dialogs,
            T($"Continue without event {Number(pause.Position)}?"),
            T(
                $"The read model skips this {pause.EventType} and applies everything after it. Pages may then miss "
                    + $"what the event changed. It stays in the log, and the history says that it was set aside."
            ),
            T("Set event aside"),
            isDangerous: true,
            (reason, commandId, cancellationToken) =>
                acting.SendAsync(new SetEventAside(pause.Position), reason, commandId, cancellationToken),
            needsReason: true
        );

    private Task<bool> OnAcknowledgeAsync(LogMismatch mismatch) =>
        ReasonDialog.AskAsync(
            dialogs,
            T("Why is it another log?"),
            T("The program is reported as healthy again. What was found and your reason stay in the history."),
            T("Acknowledge"),
            isDangerous: false,
            (reason, commandId, cancellationToken) =>
                acting.SendAsync(new AcknowledgeLogMismatch(mismatch.Position), reason, commandId, cancellationToken),
            needsReason: true
        );
}
