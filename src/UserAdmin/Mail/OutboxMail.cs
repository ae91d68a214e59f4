using UserAdmin.EventLog;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// A mail in the outbox, on the write side. Its state changes only here, and every change that matters to people
/// records an event.
/// </summary>
internal sealed class OutboxMail : IRecordsEvents
{
    /// <summary>The maximum number of tries before a person must decide.</summary>
    public const int MostAttempts = 8;

    /// <summary>An upper bound for the time that a mail waits for its next try.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(3);

    /// <summary>Log position of the event that ordered it. Each event orders one mail.</summary>
    public long OrderedAt { get; set; }

    public string UserId { get; set; } = "";

    public MailKind Kind { get; set; }

    public string To { get; set; } = "";

    public string? LinkId { get; set; }

    public DateTimeOffset? LinkExpiresAt { get; set; }

    public MailStatus Status { get; set; }

    /// <summary>How often it was tried. It never decreases, so it identifies a try.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// The earliest time of the next try or, while the mail is being handed over, the time by which that must have
    /// ended.
    /// </summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    public List<IEvent> Events { get; } = [];

    /// <summary>
    /// Claims the mail for sending. If the sender does not report back in time, the mail may have been sent.
    /// </summary>
    public void Claim(DateTimeOffset until) =>
        (Status, Attempts, NextAttemptAt) = (MailStatus.Sending, Attempts + 1, until);

    public void Sent()
    {
        // Whatever its status is by now, the mail was sent.
        if (Status != MailStatus.Sent)
        {
            Status = MailStatus.Sent;
            Events.Add(new MailSent(UserId, OrderedAt, Kind, To));
        }
    }

    /// <summary>Records a failed try, unless it is no longer the current one.</summary>
    public void Fail(int attempt, string error, bool isUncertain, bool isFinal, DateTimeOffset now)
    {
        if (Status != MailStatus.Sending || Attempts != attempt)
        {
            return;
        }

        DateTimeOffset? next =
            isUncertain || isFinal || Attempts % MostAttempts == 0
                ? null
                : now.AddMinutes(1 << ((Attempts - 1) % MostAttempts));
        (Status, NextAttemptAt) = (next is null ? MailStatus.Failed : MailStatus.Waiting, next ?? now);
        Events.Add(new MailFailed(UserId, OrderedAt, Kind, To, error, Attempts, next, isUncertain));
    }

    public void Retry(DateTimeOffset now)
    {
        (Status, NextAttemptAt) = (MailStatus.Waiting, now);
        Events.Add(new MailRetried(UserId, OrderedAt, Kind));
    }

    public void Discard(string why)
    {
        Status = MailStatus.Discarded;
        Events.Add(new MailDiscarded(UserId, OrderedAt, Kind, why));
    }
}

/// <summary>The log position that the outbox has reached. A single row.</summary>
internal sealed class OutboxCheckpoint
{
    public int Id { get; set; } = 1;

    public long Position { get; set; }
}

/// <summary>The status of a mail.</summary>
public enum MailStatus
{
    /// <summary>To be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>
    /// Being handed over. If no outcome is reported, the mail may have been sent, so it is not sent again
    /// automatically.
    /// </summary>
    Sending,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>Failed for good, or possibly sent before a crash; a person decides.</summary>
    Failed,

    /// <summary>Discarded.</summary>
    Discarded,
}
