using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Audit;

/// <summary>Maintains the history: one row for every event that people look for.</summary>
internal sealed class HistoryProjection : IProject<IEvent>
{
    public void Apply(IEvent @event, EventRecord record, IReadModelRows rows)
    {
        if (@event is INotInHistory)
        {
            return;
        }

        if (@event is EventSetAside aside)
        {
            // Where the event itself would stand, so that whoever reads that history knows that something is missing in
            // it.
            rows.Add(Row(aside, record, aside.EventPosition, aside.EventSubjectId));
        }

        rows.Add(Row(@event, record, record.Position, record.SubjectId));
    }

    private static HistoryRow Row(IEvent @event, EventRecord record, long position, string subjectId) =>
        new()
        {
            Position = position,
            SubjectId = subjectId,
            At = record.At,
            ActorId = record.ActorId,
            ActorName = record.ActorName,
            What = @event.Describe(),
            EventType = record.Type,
            Reason = record.Reason,
            BatchId = BatchOf(record.CorrelationId),
            IpAddress = record.IpAddress,
            ChangesJson = FieldChange.Format(@event.Changes),
        };

    private static string? BatchOf(string? correlationId) =>
        correlationId?.StartsWith(CommandContext.BatchPrefix, StringComparison.Ordinal) is true
            ? correlationId[CommandContext.BatchPrefix.Length..]
            : null;
}
