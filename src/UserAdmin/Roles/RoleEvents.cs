using UserAdmin.EventLog;
using UserAdmin.Roles.Commands;

namespace UserAdmin.Roles;

internal sealed record RoleCreated(
    string RoleId,
    string Name,
    string Description,
    IReadOnlyList<string> RolePermissions
) : IBeginsSubject, IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() => "Role created";

    public IReadOnlyList<FieldChange> Changes =>
        [new("Name", null, Name), new("Permissions", null, string.Join(' ', RolePermissions))];
}

internal sealed record RolePermissionsAdded(string RoleId, IReadOnlyList<string> Added, IReadOnlyList<string> All)
    : IEvent,
        IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() => "Permissions added";

    public IReadOnlyList<FieldChange> Changes => [new("Permissions", null, string.Join(' ', Added))];
}

internal sealed record RolePermissionsChanged(
    string RoleId,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> All
) : IEvent, IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() =>
        (Added.Count, Removed.Count) switch
        {
            // The role allowed nothing before.
            (_, 0) when Added.Count == All.Count => "Permissions set",
            (_, 0) => "Permissions added",
            (0, _) => "Permissions removed",
            _ => "Permissions changed",
        };

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Removed.Select(permission => new FieldChange("Permission", permission, null)),
            .. Added.Select(permission => new FieldChange("Permission", null, permission)),
        ];
}

internal sealed record RoleRenamed(string RoleId, string From, string To) : IEvent, IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() => "Role renamed";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateRole.Name), From, To)];
}

internal sealed record RoleDescriptionChanged(string RoleId, string? From, string? To) : IEvent
{
    public string SubjectId => RoleId;

    public string Describe() => To is null ? "Description removed" : "Description changed";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateRole.Description), From, To)];
}

internal sealed record RoleExternalIdSet(string RoleId, string ApplicationId, string? From, string? To) : IEvent
{
    public string SubjectId => RoleId;

    public string Describe() => To is null ? "Id at the application removed" : "Id at the application set";

    public IReadOnlyList<FieldChange> Changes => [new("ClientExternalId", From, To)];
}

internal sealed record RoleDeleted(string RoleId, string Name, string? MovedTo, string? MovedToName)
    : IEvent,
        IChangesRole
{
    public string SubjectId => RoleId;

    public string Describe() =>
        MovedToName is null ? "Role deleted" : $"Role deleted, its members moved to {MovedToName}";

    public IReadOnlyList<FieldChange> Changes => [new("Name", Name, null)];
}
