using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring;

/// <summary>
/// Builds the read model anew from the log, beside the one in use, and switches when it has caught up. Accepted when it
/// has been asked for; <see cref="IProjectionMonitor"/> tells how far it is.
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
