using UserAdmin.Audit;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.EventLog;

/// <summary>
/// Looks at an event before it is committed: what is in the log stays there, so whatever cannot be read, described and
/// applied again must not get in (decision 51).
/// </summary>
internal static class EventCheck
{
    /// <exception cref="UnrecordableEventException">It would stop whoever follows the log. Nothing may be
    /// committed.</exception>
    public static void Verify(IEvent @event, EventRecord record, ProjectionCatalogue projections)
    {
        try
        {
            var problem =
                (MessageShape.Missing(@event) ?? MessageShape.Unknown(@event))?.Message
                ?? (string.IsNullOrEmpty(@event.SubjectId) ? "It is about nobody." : null);
            if (problem is null)
            {
                var back = EventCodec.Decode(record);
                problem =
                    back.SubjectId != record.SubjectId || EventCodec.Encode(back) != record.Payload
                        ? "It does not come back as it was written."
                    : back.Describe() is null ? "It has no words."
                    : null;
                _ = FieldChange.Format(back.Changes);
                _ = (back as ISendsMail)?.Mail;
                // Once as if nothing of it were known, once as if all of it were.
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

/// <summary>
/// A command made an event that nobody could read again. It is a fault of the program; nothing was changed.
/// </summary>
internal sealed class UnrecordableEventException(EventRecord record, string problem, Exception? cause = null)
    : Exception(
        $"{record.CommandName} made an event, {record.Type}, that cannot be kept: {problem} Nothing was changed.",
        cause
    );
