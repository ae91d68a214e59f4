using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>One mail, as the page of the outbox shows it.</summary>
public sealed class MailRow
{
    /// <summary>What <see cref="LastError"/> begins with when nobody knows whether the mail arrived.</summary>
    public const string Uncertain = "It may or may not have been sent.";

    /// <summary>Log position of the event that ordered it: the mail's key.</summary>
    public long OrderedAt { get; internal set; }

    /// <summary>Whom it concerns.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>Display name of that person when it was ordered.</summary>
    public string UserName { get; internal set; } = "";

    /// <summary>What it is about.</summary>
    public MailKind Kind { get; internal set; }

    /// <summary>Address.</summary>
    public string To { get; internal set; } = "";

    /// <summary>What has become of it.</summary>
    public MailStatus Status { get; internal set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Why the last try failed, or why it was given up; null otherwise.</summary>
    public string? LastError { get; internal set; }

    /// <summary>When it was ordered.</summary>
    public DateTimeOffset QueuedAt { get; internal set; }

    /// <summary>When it was handed over, or null.</summary>
    public DateTimeOffset? SentAt { get; internal set; }

    /// <summary>When it is tried again, or null.</summary>
    public DateTimeOffset? NextAttemptAt { get; internal set; }

    /// <summary>Id of the link in it, or null.</summary>
    internal string? LinkId { get; set; }

    /// <summary>Id of the administrator who took the link to hand it over, or null.</summary>
    internal string? LinkTakenBy { get; set; }
}
