using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Users;

/// <summary>Keeps the names of roles in the rows of their members.</summary>
internal sealed class UserRolesProjection : IProject<RoleRenamed>, IProject<RoleDeleted>
{
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
        // Its members have left it one by one; those whom a stock application took out of it have no event.
        foreach (var member in rows.Where<UserRoleRow>(nameof(UserRoleRow.RoleId), @event.RoleId))
        {
            rows.Remove(member);
            var user = rows.Get<UserRow>(member.UserId);
            user.Roles = Joined(Names(user).Except([@event.Name]));
        }
    }

    // A role's name holds no comma, and to look every member's roles up would take minutes where there are very many.
    private static string[] Names(UserRow user) => user.Roles.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
