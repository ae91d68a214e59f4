using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Monitoring;

/// <summary>
/// Lets the read model continue without the one event that it cannot apply. The event stays in the log, and the history
/// tells that it was set aside, by whom and why, so the context must contain a reason.
/// </summary>
/// <param name="EventPosition">Position of the event before which the runner or a rebuild of this program has
/// stopped.</param>
[Permission(Permissions.SystemManage)]
public sealed record SetEventAside(long EventPosition) : ICommand;

internal sealed class SetEventAsideValidator : AbstractValidator<SetEventAside>
{
    public SetEventAsideValidator() =>
        RuleFor(command => command.EventPosition)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
}

internal sealed class SetEventAsideHandler(
    WriteContext context,
    ProjectionState state,
    LogMarks marks,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    LogSignal signal
) : ICommandHandler<SetEventAside>
{
    private const int LongestError = 500;

    public async Task<CommandResult> Handle(SetEventAside request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(current.Context.Reason))
        {
            return CommandResult.Refused(LogErrors.ReasonMissing);
        }

        // Only if the event itself caused the failure: an event that failed because of a full disk must not be skipped
        // for ever.
        if (state.StopAt(request.EventPosition) is not { EventType.Length: > 0 } stop)
        {
            return CommandResult.Refused(LogErrors.NotStoppedThere(request.EventPosition));
        }

        // Do not load the whole record, because it may be unreadable.
        var subject = await context
            .EventLog.Where(record => record.Position == request.EventPosition)
            .Select(record => record.SubjectId)
            .SingleOrDefaultAsync(cancellationToken);
        if (string.IsNullOrEmpty(subject))
        {
            return CommandResult.Refused(LogErrors.NotStoppedThere(request.EventPosition));
        }

        var error = new string([.. stop.Error.Select(c => UserText.IsSafe(c.ToString()) ? c : ' ')]);
        marks.Events.Add(
            new EventSetAside(
                request.EventPosition,
                stop.EventType,
                subject,
                error.Length > LongestError ? error[..LongestError] : error
            )
        );
        unitOfWork.Record([marks]);
        unitOfWork.AfterCommit(() =>
        {
            state.WasSetAside(request.EventPosition);
            signal.Wake();
        });
        return CommandResult.Done;
    }
}

/// <summary>Records events about the log itself. Each command uses a new instance.</summary>
internal sealed class LogMarks : IRecordsEvents
{
    public List<IEvent> Events { get; } = [];
}
