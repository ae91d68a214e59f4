using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Policies;
using UserAdmin.Projections;
using UserAdmin.Roles;

namespace UserAdmin.Users;

/// <summary>Projects the state of each user: invited, locked, disabled, deleted, purged.</summary>
internal sealed class UserStateProjection
    : IProject<UserInvited>,
        IProject<UserInvitationRevoked>,
        IProject<UserInvitationAccepted>,
        IProject<UserEmailConfirmed>,
        IProject<UserDisabled>,
        IProject<UserEnabled>,
        IProject<UserExpirySet>,
        IProject<UserExpired>,
        IProject<UserLocked>,
        IProject<UserLockedOut>,
        IProject<UserUnlocked>,
        IProject<UserDeleted>,
        IProject<UserRestored>,
        IProject<UserPurged>
{
    public void Apply(UserInvited @event, EventRecord record, IReadModelRows rows) =>
        Set(
            @event.UserId,
            record,
            rows,
            row =>
            {
                row.InvitedAt ??= record.At;
                row.InvitationExpiresAt = @event.ExpiresAt;
            }
        );

    public void Apply(UserInvitationRevoked @event, EventRecord record, IReadModelRows rows) =>
        Set(
            @event.UserId,
            record,
            rows,
            row => (row.InvitedAt, row.InvitationExpiresAt, row.DisabledAt) = (null, null, record.At)
        );

    public void Apply(UserInvitationAccepted @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => (row.InvitedAt, row.InvitationExpiresAt) = (null, null));

    public void Apply(UserEmailConfirmed @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.EmailConfirmed = true);

    public void Apply(UserDisabled @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.DisabledAt = record.At);

    public void Apply(UserEnabled @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => (row.DisabledAt, row.LockedUntil) = (null, null));

    public void Apply(UserExpirySet @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.ExpiresAt = @event.To);

    public void Apply(UserExpired @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.DisabledAt = record.At);

    public void Apply(UserLocked @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.LockedUntil = @event.Until);

    // Nobody has edited the account, so an open form must not become stale.
    public void Apply(UserLockedOut @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<UserRow>(@event.UserId).LockedUntil = @event.Until;

    public void Apply(UserUnlocked @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.LockedUntil = null);

    public void Apply(UserDeleted @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => (row.DeletedAt, row.PurgeAt) = (record.At, @event.PurgeAt));

    public void Apply(UserRestored @event, EventRecord record, IReadModelRows rows) =>
        Set(
            @event.UserId,
            record,
            rows,
            row => (row.DeletedAt, row.PurgeAt, row.LockedUntil) = (null, null, @event.LockedUntil)
        );

    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        Remove(@event.UserId, record, rows);
        if (rows.Find<PolicyRow>(PolicyChanged.Subject) is { } policy && policy.ChangedById == @event.UserId)
        {
            policy.ChangedBy = EventSealing.Erased;
        }
    }

    /// <summary>Removes an account that is gone.</summary>
    internal static void Remove(string userId, EventRecord record, IReadModelRows rows)
    {
        foreach (var role in rows.Where<UserRoleRow>(nameof(UserRoleRow.UserId), userId))
        {
            rows.Get<RoleRow>(role.RoleId).CountMember(-1, record);
            rows.Remove(role);
        }

        RemoveAll<PasskeyRow>(rows, nameof(PasskeyRow.UserId), userId);
        RemoveAll<ExternalLoginRow>(rows, nameof(ExternalLoginRow.UserId), userId);
        RemoveAll<UserClaimRow>(rows, nameof(UserClaimRow.UserId), userId);
        RemoveAll<UserExternalIdRow>(rows, nameof(UserExternalIdRow.UserId), userId);
        rows.Remove(rows.Get<UserRow>(userId));
    }

    private static void Set(string userId, EventRecord record, IReadModelRows rows, Action<UserRow> change)
    {
        var row = rows.Get<UserRow>(userId);
        change(row);
        UserProjection.Edited(row, record);
    }

    private static void RemoveAll<TRow>(IReadModelRows rows, string column, string value)
        where TRow : class, new()
    {
        foreach (var row in rows.Where<TRow>(column, value))
        {
            rows.Remove(row);
        }
    }
}
