using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Bulk.Commands;

/// <summary>
/// Stops a bulk action after the current user; changes that were already made stay. The actor may cancel their own
/// actions, and those of others if they hold the permission that the action needs.
/// </summary>
/// <param name="BatchId">Key of the bulk action.</param>
[Permission(Permissions.UsersRead)]
public sealed record CancelBulkAction(string BatchId) : ICommand;

internal sealed class CancelBulkActionValidator : AbstractValidator<CancelBulkAction>
{
    public CancelBulkActionValidator() => RuleFor(command => command.BatchId).MustBeId();
}

internal sealed class CancelBulkActionHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    BulkSignal signal
) : ICommandHandler<CancelBulkAction>
{
    public async Task<CommandResult> Handle(CancelBulkAction request, CancellationToken cancellationToken)
    {
        if (await context.BulkRuns.FindAsync([request.BatchId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(BulkErrors.NotFound);
        }

        var permission = BulkActions.PermissionOf(run.Action);
        if (run.ActorId != current.Context.Actor.Id && !current.Access.Permissions.Contains(permission))
        {
            return CommandResult.Refused(MessagingErrors.NotPermitted(permission));
        }

        if (run.IsOver)
        {
            return CommandResult.Refused(BulkErrors.Over);
        }

        run.RequestCancel();
        unitOfWork.AfterCommit(() => signal.Cancel(run.BatchId));
        return CommandResult.Done;
    }
}
