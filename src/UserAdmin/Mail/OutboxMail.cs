namespace UserAdmin.Mail;

/// <summary>One mail on its way, on the write side.</summary>
internal sealed class OutboxMail
{
    /// <summary>Log position of the event that ordered it: one event, one mail.</summary>
    public long OrderedAt { get; set; }

    public string UserId { get; set; } = "";

    public MailKind Kind { get; set; }

    public string To { get; set; } = "";

    public string? LinkId { get; set; }

    public DateTimeOffset? LinkExpiresAt { get; set; }

    public MailStatus Status { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }
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

    /// <summary>Being handed over. One that is found so at start may have been sent: it is not sent again by itself.</summary>
    Sending,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>Tried as often as it is worth, or possibly sent before a crash: a person decides.</summary>
    Failed,

    /// <summary>Given up.</summary>
    Discarded,
}
