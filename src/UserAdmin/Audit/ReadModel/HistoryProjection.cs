using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Retention;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Audit;

/// <summary>Maintains the history: one row for each event, except those marked <see cref="INotInHistory"/>.</summary>
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
            // Added at the position of the event that was set aside, so that a reader of that history sees that
            // something is missing.
            rows.Add(Row(aside, record, aside.EventPosition, aside.EventSubjectId));
        }

        rows.Add(Row(@event, record, record.Position, record.SubjectId));
        if (@event is UserPurged purged)
        {
            HistoryErasure.Apply(purged.UserId, rows);
        }
        else if (@event is TracesErased traces)
        {
            HistoryErasure.Apply(traces, rows);
        }
    }

    private static HistoryRow Row(IEvent @event, EventRecord record, long position, string subjectId)
    {
        var what = record.IsErased ? ErasedText.What(record.Type) : @event.Describe();
        return new()
        {
            Position = position,
            SubjectId = subjectId,
            At = record.At,
            ActorId = record.ActorId,
            ActorName = record.ActorName,
            What = what,
            EventType = record.Type,
            Reason = record.Reason,
            BatchId = BatchOf(record.CorrelationId),
            IpAddress = record.IpAddress,
            RoleId = @event switch
            {
                UserRoleAssigned assigned => assigned.RoleId,
                UserRoleRemoved removed => removed.RoleId,
                _ => null,
            },
            ChangesJson = record.IsErased ? "" : FieldChange.Format(@event.Changes),
            Words = WordsOf(what, record.Reason),
        };
    }

    /// <summary>Returns what is searched of an event.</summary>
    public static string WordsOf(string what, string? reason) => UserText.Fold($"{what.Replace('\n', ' ')}\n{reason}");

    private static string? BatchOf(string? correlationId) =>
        correlationId?.StartsWith(CommandContext.BatchPrefix, StringComparison.Ordinal) is true
            ? correlationId[CommandContext.BatchPrefix.Length..]
            : null;
}
