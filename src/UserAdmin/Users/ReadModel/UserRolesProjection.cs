using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Users;

/// <summary>Updates the names of roles in the rows of their members.</summary>
internal sealed class UserRolesProjection
    : IProject<RoleRenamed>,
        IProject<RoleDeleted>,
        IProject<RoleObservedChanged>,
        IProject<RoleObservedGone>
{
    public void Apply(RoleObservedChanged @event, EventRecord record, IReadModelRows rows)
    {
        if (@event.IsRenamed)
        {
            Apply(new RoleRenamed(@event.RoleId, @event.FromName, @event.ToName), record, rows);
        }
    }

    public void Apply(RoleObservedGone @event, EventRecord record, IReadModelRows rows) =>
        Apply(new RoleDeleted(@event.RoleId, @event.Name, null, null), record, rows);

    public void Apply(RoleRenamed @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var member in rows.Where<UserRoleRow>(nameof(UserRoleRow.RoleId), @event.RoleId))
        {
            member.RoleName = @event.To;
            var user = rows.Get<UserRow>(member.UserId);
            user.Roles = Joined(Names(user).Except([@event.From]).Append(@event.To));
        }
    }

    public void Apply(RoleDeleted @event, EventRecord record, IReadModelRows rows)
    {
        // The members were removed one by one before; what is left are members whom a stock application removed without
        // an event.
        foreach (var member in rows.Where<UserRoleRow>(nameof(UserRoleRow.RoleId), @event.RoleId))
        {
            rows.Remove(member);
            var user = rows.Get<UserRow>(member.UserId);
            user.Roles = Joined(Names(user).Except([@event.Name]));
        }
    }

    // Edits the joined names, which works because a role's name contains no comma. Looking up every member's roles
    // would take minutes for a role with very many members.
    private static string[] Names(UserRow user) => user.Roles.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
