using UserAdmin.EventLog;

namespace UserAdmin.Roles;

internal sealed record UserRoleAssigned(string UserId, string RoleId, string RoleName) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Role assigned";

    public IReadOnlyList<FieldChange> Changes => [new("Role", null, RoleName)];
}

internal sealed record UserRoleRemoved(string UserId, string RoleId, string RoleName) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Role removed";

    public IReadOnlyList<FieldChange> Changes => [new("Role", RoleName, null)];
}
