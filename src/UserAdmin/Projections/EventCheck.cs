using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <inheritdoc/>
internal sealed class EventCheck(ProjectionCatalogue projections, IEnumerable<IEventTrial> trials) : IEventCheck
{
    public void Verify(IEvent @event, EventRecord record)
    {
        try
        {
            var problem =
                MessageShape.Problem(@event)?.Message
                ?? (string.IsNullOrEmpty(@event.SubjectId) ? "It has no subject." : null);
            if (problem is null)
            {
                var back = EventCodec.Decode(record);
                problem =
                    back.SubjectId != record.SubjectId || EventCodec.Encode(back) != record.Payload
                        ? "It is not read back as it was written."
                    : back.Describe() is null ? "It has no description."
                    : null;
                if (back is INotInHistory)
                {
                    // Those of the others are formatted by the projection of the history, below.
                    _ = FieldChange.Format(back.Changes);
                }

                foreach (var trial in trials)
                {
                    trial.Try(back);
                }

                // Once as if no row existed, once as if every row existed.
                projections.Apply(back, record, new TrialRows(isFull: false));
                projections.Apply(back, record, new TrialRows(isFull: true));
            }

            if (problem is not null)
            {
                throw new UnrecordableEventException(record, problem);
            }
        }
        catch (Exception fault) when (fault is not UnrecordableEventException)
        {
            throw new UnrecordableEventException(record, fault.Message, fault);
        }
    }
}
