using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring;

/// <summary>
/// Rebuilds the read model from the log, beside the one in use, and switches to it when it has caught up. The command
/// is accepted as soon as the rebuild is requested; <see cref="IProjectionMonitor"/> reports its progress.
/// </summary>
[Permission(Permissions.SystemManage)]
public sealed record RebuildReadModel : ICommand;

internal sealed class RebuildReadModelHandler(UnitOfWork unitOfWork, RebuildRequests rebuilds)
    : ICommandHandler<RebuildReadModel>
{
    public Task<CommandResult> Handle(RebuildReadModel request, CancellationToken cancellationToken)
    {
        unitOfWork.AfterCommit(rebuilds.Request);
        return Task.FromResult(CommandResult.Done);
    }
}
