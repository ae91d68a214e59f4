using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Roles;

/// <summary>Keeps the row of each role, and its name wherever it is shown.</summary>
internal sealed class RoleProjection
    : IProject<RoleCreated>,
        IProject<RolePermissionsAdded>,
        IProject<RolePermissionsChanged>,
        IProject<RoleRenamed>,
        IProject<RoleDescriptionChanged>,
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
        foreach (var member in rows.Where<UserRoleRow>(nameof(UserRoleRow.RoleId), @event.RoleId))
        {
            member.RoleName = @event.To;
            var user = rows.Get<UserRow>(member.UserId);
            user.Roles = Joined(Names(user).Except([@event.From]).Append(@event.To));
        }
    }

    public void Apply(RoleDescriptionChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<RoleRow>(@event.RoleId);
        row.Description = @event.To ?? "";
        Edited(row, record);
    }

    public void Apply(RoleDeleted @event, EventRecord record, IReadModelRows rows)
    {
        // Its members have left it one by one; those whom a stock application took out of it have no event.
        foreach (var member in rows.Where<UserRoleRow>(nameof(UserRoleRow.RoleId), @event.RoleId))
        {
            rows.Remove(member);
            var user = rows.Get<UserRow>(member.UserId);
            user.Roles = Joined(Names(user).Except([@event.Name]));
        }

        rows.Remove(rows.Get<RoleRow>(@event.RoleId));
    }

    // A role's name holds no comma, and to look every member's roles up would take minutes where there are very many.
    private static string[] Names(UserRow user) => user.Roles.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

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
