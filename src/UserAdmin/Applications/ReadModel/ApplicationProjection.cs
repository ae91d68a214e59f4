using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Applications;

/// <summary>Maintains the rows of applications and their keys.</summary>
internal sealed class ApplicationProjection
    : IProject<ApplicationCreated>,
        IProject<ApplicationChanged>,
        IProject<ApplicationPermissionsChanged>,
        IProject<ApplicationDisabled>,
        IProject<ApplicationEnabled>,
        IProject<ApplicationDeleted>,
        IProject<ApplicationOwnerRemoved>,
        IProject<ApplicationKeyAdded>,
        IProject<ApplicationKeyRevoked>
{
    public void Apply(ApplicationCreated @event, EventRecord record, IReadModelRows rows)
    {
        var row = new ApplicationRow
        {
            Id = @event.ApplicationId,
            CreatedAt = record.At,
            Permissions = string.Join(' ', @event.ApplicationPermissions),
        };
        Set(row, @event.Content);
        Edited(row, record);
        rows.Add(row);
    }

    public void Apply(ApplicationChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<ApplicationRow>(@event.ApplicationId);
        Set(row, @event.Content);
        Edited(row, record);
    }

    public void Apply(ApplicationPermissionsChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<ApplicationRow>(@event.ApplicationId);
        row.Permissions = string.Join(' ', @event.All);
        Edited(row, record);
    }

    public void Apply(ApplicationDisabled @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<ApplicationRow>(@event.ApplicationId).DisabledAt = record.At;

    public void Apply(ApplicationEnabled @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<ApplicationRow>(@event.ApplicationId).DisabledAt = null;

    public void Apply(ApplicationDeleted @event, EventRecord record, IReadModelRows rows)
    {
        foreach (
            var key in rows.Where<ApplicationKeyRow>(nameof(ApplicationKeyRow.ApplicationId), @event.ApplicationId)
        )
        {
            rows.Remove(key);
        }

        rows.Remove(rows.Get<ApplicationRow>(@event.ApplicationId));
    }

    public void Apply(ApplicationOwnerRemoved @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<ApplicationRow>(@event.ApplicationId).OwnerId = null;

    public void Apply(ApplicationKeyAdded @event, EventRecord record, IReadModelRows rows) =>
        rows.Add(
            new ApplicationKeyRow
            {
                KeyId = @event.KeyId,
                ApplicationId = @event.ApplicationId,
                Label = @event.Label,
                CreatedAt = record.At,
                CreatedById = record.ActorId,
                ExpiresAt = @event.ExpiresAt,
            }
        );

    public void Apply(ApplicationKeyRevoked @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<ApplicationKeyRow>(@event.KeyId).RevokedAt = record.At;

    private static void Set(ApplicationRow row, ApplicationContent content) =>
        (row.Name, row.Description, row.OwnerId, row.Addresses, row.ExpiresAt, row.RequestsPerMinute) = (
            content.Name,
            content.Description,
            content.OwnerId,
            string.Join(' ', content.AllowedAddresses),
            content.ExpiresAt,
            content.RequestsPerMinute
        );

    private static void Edited(ApplicationRow row, EventRecord record) =>
        (row.ChangedAt, row.Version) = (record.At, record.Position);
}
