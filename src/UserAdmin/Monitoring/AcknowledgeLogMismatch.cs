using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Monitoring;

/// <summary>
/// Acknowledges that the log is not the one that the read model was built from, for example because a backup was
/// restored. The context must contain the reason; both stay in the history.
/// </summary>
/// <param name="Position">Position of the event that recorded the mismatch.</param>
[Permission(Permissions.SystemManage)]
public sealed record AcknowledgeLogMismatch(long Position) : ICommand;

internal sealed class AcknowledgeLogMismatchValidator : AbstractValidator<AcknowledgeLogMismatch>
{
    public AcknowledgeLogMismatchValidator() =>
        RuleFor(command => command.Position)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
}

internal sealed class AcknowledgeLogMismatchHandler(
    IWriteStore store,
    LogMarks marks,
    CurrentMessage current,
    UnitOfWork unitOfWork
) : ICommandHandler<AcknowledgeLogMismatch>
{
    public Task<CommandResult> Handle(AcknowledgeLogMismatch request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(current.Context.Reason))
        {
            return Task.FromResult(CommandResult.Refused(LogErrors.ReasonMissing));
        }

        using var log = new LogReader(store);
        if (!log.OpenMismatches().Any(known => known.Position == request.Position))
        {
            return Task.FromResult(CommandResult.Refused(LogErrors.NoSuchMismatch));
        }

        marks.Events.Add(new LogMismatchAcknowledged(request.Position));
        unitOfWork.Record([marks]);
        return Task.FromResult(CommandResult.Done);
    }
}
