using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Policies;

/// <summary>Maintains the single row of the policy.</summary>
internal sealed class PolicyProjection : IProject<PolicyChanged>
{
    public void Apply(PolicyChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Find<PolicyRow>(PolicyChanged.Subject);
        if (row is null)
        {
            row = new PolicyRow();
            rows.Add(row);
        }

        (row.Json, row.ChangedAt, row.ChangedBy, row.ChangedById, row.Version) = (
            JsonSerializer.Serialize(@event.Policy),
            record.At,
            record.ActorName,
            record.ActorId,
            record.Position
        );
    }
}
