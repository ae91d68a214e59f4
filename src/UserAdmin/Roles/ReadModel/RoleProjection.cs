using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Text;

namespace UserAdmin.Roles;

/// <summary>Maintains the row of each role.</summary>
internal sealed class RoleProjection
    : IProject<RoleCreated>,
        IProject<RolePermissionsAdded>,
        IProject<RolePermissionsChanged>,
        IProject<RoleRenamed>,
        IProject<RoleDescriptionChanged>,
        IProject<RoleExternalIdSet>,
        IProject<RoleDeleted>
{
    public void Apply(RoleCreated @event, EventRecord record, IReadModelRows rows)
    {
        var row = new RoleRow
        {
            Id = @event.RoleId,
            Name = @event.Name,
            Description = @event.Description,
            Permissions = string.Join(' ', @event.RolePermissions),
            CreatedAt = record.At,
        };
        Edited(row, record);
        rows.Add(row);
    }

    public void Apply(RolePermissionsAdded @event, EventRecord record, IReadModelRows rows) =>
        SetPermissions(@event.RoleId, @event.All, record, rows);

    public void Apply(RolePermissionsChanged @event, EventRecord record, IReadModelRows rows) =>
        SetPermissions(@event.RoleId, @event.All, record, rows);

    public void Apply(RoleRenamed @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<RoleRow>(@event.RoleId);
        row.Name = @event.To;
        Edited(row, record);
    }

    public void Apply(RoleDescriptionChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<RoleRow>(@event.RoleId);
        row.Description = @event.To ?? "";
        Edited(row, record);
    }

    public void Apply(RoleExternalIdSet @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<RoleRow>(@event.RoleId);
        row.ClientIds = ClientIds.With(row.ClientIds, @event.ApplicationId, @event.To);
        Edited(row, record);
    }

    public void Apply(RoleDeleted @event, EventRecord record, IReadModelRows rows) =>
        rows.Remove(rows.Get<RoleRow>(@event.RoleId));

    private static void SetPermissions(
        string roleId,
        IReadOnlyList<string> all,
        EventRecord record,
        IReadModelRows rows
    )
    {
        var row = rows.Get<RoleRow>(roleId);
        row.Permissions = string.Join(' ', all);
        Edited(row, record);
    }

    private static void Edited(RoleRow row, EventRecord record) =>
        (row.ChangedAt, row.Version) = (record.At, record.Position);
}
