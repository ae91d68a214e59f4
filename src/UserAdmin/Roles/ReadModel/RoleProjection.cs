using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Roles;

/// <summary>Keeps the row of each role.</summary>
internal sealed class RoleProjection : IProject<RoleCreated>, IProject<RolePermissionsAdded>
{
    public void Apply(RoleCreated @event, EventRecord record, IReadModelRows rows) => rows.Add(new RoleRow
    {
        Id = @event.RoleId, Name = @event.Name, Description = @event.Description, Permissions = string.Join(' ', @event.RolePermissions),
        ChangedAt = record.At, Version = record.Position,
    });

    public void Apply(RolePermissionsAdded @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<RoleRow>(@event.RoleId);
        row.Permissions = string.Join(' ', @event.All);
        (row.ChangedAt, row.Version) = (record.At, record.Position);
    }
}
