using UserAdmin.EventLog;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// One mail on its way, on the write side. The only place where its state changes; every change that people look for
/// records its event.
/// </summary>
internal sealed class OutboxMail : IRecordsEvents
{
    /// <summary>Tries before a person is asked.</summary>
    public const int MostAttempts = 8;

    /// <summary>Longer than any mail waits for its next attempt.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(3);

    /// <summary>Log position of the event that ordered it: one event, one mail.</summary>
    public long OrderedAt { get; set; }

    public string UserId { get; set; } = "";

    public MailKind Kind { get; set; }

    public string To { get; set; } = "";

    public string? LinkId { get; set; }

    public DateTimeOffset? LinkExpiresAt { get; set; }

    public MailStatus Status { get; set; }

    /// <summary>How often it was tried. Never goes back, so that it tells one try from another.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// Not before this moment; while it is being handed over, the moment by which that must have ended.
    /// </summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    public List<IEvent> Events { get; } = [];

    /// <summary>Takes it for sending; whoever does not report back by then has perhaps sent it.</summary>
    public void Claim(DateTimeOffset until) =>
        (Status, Attempts, NextAttemptAt) = (MailStatus.Sending, Attempts + 1, until);

    public void Sent()
    {
        // Whatever was thought of it meanwhile: it is out.
        if (Status != MailStatus.Sent)
        {
            Status = MailStatus.Sent;
            Events.Add(new MailSent(UserId, OrderedAt, Kind, To));
        }
    }

    /// <summary>Notes how a try failed, unless it is no longer the current one.</summary>
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

/// <summary>How far the outbox has followed the log. One row.</summary>
internal sealed class OutboxCheckpoint
{
    public int Id { get; set; } = 1;

    public long Position { get; set; }
}

/// <summary>What has become of a mail.</summary>
public enum MailStatus
{
    /// <summary>To be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>
    /// Being handed over. One that is never reported back may have been sent: it is not sent again by itself.
    /// </summary>
    Sending,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>Tried as often as it is worth, or possibly sent before a crash: a person decides.</summary>
    Failed,

    /// <summary>Given up.</summary>
    Discarded,
}
