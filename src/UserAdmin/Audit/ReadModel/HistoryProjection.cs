using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Audit;

/// <summary>Keeps the history: one row for every event there is.</summary>
internal sealed class HistoryProjection : IProject<IEvent>
{
    public void Apply(IEvent @event, EventRecord record, IReadModelRows rows) => rows.Add(new HistoryRow
    {
        Position = record.Position,
        SubjectId = record.SubjectId,
        At = record.At,
        ActorId = record.ActorId,
        ActorName = record.ActorName,
        What = @event.Describe(),
        EventType = record.Type,
        Reason = record.Reason,
        ChangesJson = FieldChange.Format(@event.Changes),
    });
}
