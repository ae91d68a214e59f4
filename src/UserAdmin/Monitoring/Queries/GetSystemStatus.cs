using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>Gets the state of the event log and the read model.</summary>
[Permission(Permissions.SystemRead)]
public sealed record GetSystemStatus : IQuery<SystemStatus>;

internal sealed class GetSystemStatusHandler(IProjectionMonitor monitor) : IQueryHandler<GetSystemStatus, SystemStatus>
{
    public Task<Answer<SystemStatus>> Handle(GetSystemStatus request, CancellationToken cancellationToken) =>
        Task.FromResult(new Answer<SystemStatus> { Value = monitor.Current });
}
