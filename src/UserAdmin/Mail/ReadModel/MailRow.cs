using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>A mail as shown on the outbox page.</summary>
public sealed class MailRow
{
    /// <summary>The beginning of <see cref="LastError"/> if it is unknown whether the mail was sent.</summary>
    public const string Uncertain = "It may or may not have been sent.";

    /// <summary>Log position of the event that ordered it: the mail's key.</summary>
    public long OrderedAt { get; internal set; }

    /// <summary>Id of the person to whom it was sent.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Display name of that person when it was ordered.</summary>
    public string UserName { get; internal set; } = "";

    /// <summary>The kind of mail.</summary>
    public MailKind Kind { get; internal set; }

    /// <summary>The recipient's address.</summary>
    public string To { get; internal set; } = "";

    /// <summary>The status of the mail.</summary>
    public MailStatus Status { get; internal set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The reason why the last try failed or the mail was discarded; null otherwise.</summary>
    public string? LastError { get; internal set; }

    /// <summary>When it was ordered.</summary>
    public DateTimeOffset QueuedAt { get; internal set; }

    /// <summary>When it was handed over, or null.</summary>
    public DateTimeOffset? SentAt { get; internal set; }

    /// <summary>When the next try takes place, or null.</summary>
    public DateTimeOffset? NextAttemptAt { get; internal set; }

    /// <summary>Id of the link in it, or null.</summary>
    internal string? LinkId { get; set; }

    /// <summary>Id of the administrator who took the link to pass it on, or null.</summary>
    internal string? LinkTakenBy { get; set; }
}
