using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Monitoring.Queries;

/// <summary>State of the event log and the read model.</summary>
[Permission(Permissions.SystemRead)]
public sealed record GetSystemStatus : IQuery<SystemStatus>;
