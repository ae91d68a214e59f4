using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// Maintains the row of each mail: an event that orders mail adds it, and the events of the outbox update it.
/// </summary>
internal sealed class MailProjection
    : IProject<ISendsMail>,
        IProject<MailSent>,
        IProject<MailFailed>,
        IProject<MailRetried>,
        IProject<MailDiscarded>,
        IProject<UserLinkCopied>,
        IProject<UserPurged>
{
    public void Apply(ISendsMail @event, EventRecord record, IReadModelRows rows)
    {
        if (@event.Mail is { } order)
        {
            rows.Add(
                new MailRow
                {
                    OrderedAt = record.Position,
                    UserId = @event.UserId,
                    UserName = rows.Find<UserRow>(@event.UserId)?.DisplayName ?? "",
                    Kind = order.Kind,
                    To = order.To,
                    Status = MailStatus.Waiting,
                    QueuedAt = record.At,
                    NextAttemptAt = record.At,
                    LinkId = order.LinkId,
                }
            );
        }
    }

    public void Apply(MailSent @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.OrderedAt, rows);
        (row.Status, row.SentAt, row.NextAttemptAt, row.LastError, row.Attempts) = (
            MailStatus.Sent,
            record.At,
            null,
            null,
            row.Attempts + 1
        );
    }

    public void Apply(MailFailed @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.OrderedAt, rows);
        (row.Status, row.Attempts, row.NextAttemptAt) = (
            @event.NextAttemptAt is null ? MailStatus.Failed : MailStatus.Waiting,
            @event.Attempts,
            @event.NextAttemptAt
        );
        row.LastError = @event.IsUncertain ? $"{MailRow.Uncertain} {@event.Error}" : @event.Error;
    }

    public void Apply(MailRetried @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.OrderedAt, rows);
        (row.Status, row.NextAttemptAt) = (MailStatus.Waiting, record.At);
    }

    public void Apply(MailDiscarded @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.OrderedAt, rows);
        (row.Status, row.NextAttemptAt, row.LastError) = (MailStatus.Discarded, null, @event.Why);
    }

    public void Apply(UserLinkCopied @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<MailRow>(nameof(MailRow.LinkId), @event.LinkId))
        {
            row.LinkTakenBy = record.ActorId;
        }
    }

    /// <summary>Keeps how the mails fared, but not to whom they went.</summary>
    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<MailRow>(nameof(MailRow.UserId), @event.UserId))
        {
            (row.UserName, row.To) = (EventSealing.Erased, EventSealing.Erased);
            if (row.Status != MailStatus.Sent)
            {
                // The outbox forgets them without an event of their own.
                (row.Status, row.NextAttemptAt, row.LastError) = (MailStatus.Discarded, null, OutboxClaims.AccountGone);
            }
        }
    }

    private static MailRow Row(long orderedAt, IReadModelRows rows) =>
        rows.Get<MailRow>(orderedAt.ToString(CultureInfo.InvariantCulture));
}
