using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Roles;

/// <summary>Projects what another program did to roles.</summary>
internal sealed class ObservedRoleProjection
    : IProject<RoleObserved>,
        IProject<RoleObservedChanged>,
        IProject<RoleObservedGone>
{
    private readonly RoleProjection _roles = new();

    public void Apply(RoleObserved @event, EventRecord record, IReadModelRows rows)
    {
        var isKnown = rows.Find<RoleRow>(@event.RoleId) is not null;
        if (!isKnown)
        {
            _roles.Apply(new RoleCreated(@event.RoleId, @event.Name, "", @event.RolePermissions), record, rows);
            rows.Get<RoleRow>(@event.RoleId).OtherClaimList = @event.Claims;
        }
    }

    public void Apply(RoleObservedChanged @event, EventRecord record, IReadModelRows rows)
    {
        if (@event.IsRenamed)
        {
            _roles.Apply(new RoleRenamed(@event.RoleId, @event.FromName, @event.ToName), record, rows);
        }

        _roles.Apply(new RolePermissionsChanged(@event.RoleId, @event.Added, @event.Removed, @event.All), record, rows);
        if (@event.ClaimsAdded.Count + @event.ClaimsRemoved.Count > 0)
        {
            var row = rows.Get<RoleRow>(@event.RoleId);
            row.OtherClaimList = [.. row.OtherClaimList.Except(@event.ClaimsRemoved).Union(@event.ClaimsAdded)];
        }
    }

    public void Apply(RoleObservedGone @event, EventRecord record, IReadModelRows rows) =>
        _roles.Apply(new RoleDeleted(@event.RoleId, @event.Name, null, null), record, rows);
}
