using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Text;

namespace UserAdmin.Users;

/// <summary>Projects the ids that applications know users by: in the row, and so that they are found by them.</summary>
internal sealed class ExternalIdProjection : IProject<UserExternalIdSet>
{
    public void Apply(UserExternalIdSet @event, EventRecord record, IReadModelRows rows)
    {
        var user = rows.Get<UserRow>(@event.UserId);
        user.ClientIds = ClientIds.With(user.ClientIds, @event.ApplicationId, @event.To);
        UserProjection.Edited(user, record);

        var known = rows.Find<UserExternalIdRow>(@event.UserId, @event.ApplicationId);
        if (@event.To is not { } id)
        {
            if (known is not null)
            {
                rows.Remove(known);
            }
        }
        else if (known is not null)
        {
            known.ExternalId = id;
        }
        else
        {
            rows.Add(
                new UserExternalIdRow
                {
                    UserId = @event.UserId,
                    ApplicationId = @event.ApplicationId,
                    ExternalId = id,
                }
            );
        }
    }
}
