using UserAdmin.Audit;
using UserAdmin.EventLog;

namespace UserAdmin.Roles;

internal sealed record RoleCreated(string RoleId, string Name, string Description, IReadOnlyList<string> RolePermissions) : IEvent, IChangesAccess
{
    public string SubjectId => RoleId;

    public string Describe() => "Role created";

    public IReadOnlyList<FieldChange> Changes => [new("Name", null, Name), new("Permissions", null, string.Join(' ', RolePermissions))];
}

internal sealed record RolePermissionsAdded(string RoleId, IReadOnlyList<string> Added, IReadOnlyList<string> All) : IEvent, IChangesAccess
{
    public string SubjectId => RoleId;

    public string Describe() => "Permissions added";

    public IReadOnlyList<FieldChange> Changes => [new("Permissions", null, string.Join(' ', Added))];
}
