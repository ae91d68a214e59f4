using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>A mail was handed over.</summary>
internal sealed record MailSent(string UserId, long OrderedAt, MailKind Kind, [property: Personal] string To) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Mail sent: {MailText.Of(Kind)}";
}

/// <summary>A try to send a mail failed. It may be tried again.</summary>
internal sealed record MailFailed(
    string UserId,
    long OrderedAt,
    MailKind Kind,
    [property: Personal] string To,
    [property: Personal] string Error,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    bool IsUncertain = false
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() =>
        IsUncertain ? $"Mail may or may not have been sent: {MailText.Of(Kind)}"
        : NextAttemptAt is null ? $"Mail failed: {MailText.Of(Kind)}"
        : $"Mail delayed: {MailText.Of(Kind)}";
}

/// <summary>An administrator requested another try for a mail.</summary>
internal sealed record MailRetried(string UserId, long OrderedAt, MailKind Kind) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Mail to be sent again: {MailText.Of(Kind)}";
}

/// <summary>A mail was discarded.</summary>
internal sealed record MailDiscarded(string UserId, long OrderedAt, MailKind Kind, string Why) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Mail given up: {MailText.Of(Kind)}. {Why}";
}

/// <summary>An administrator requested a test mail.</summary>
[OnlyInHistory("The mail that it orders has its own event.")]
internal sealed record TestMailRequested(string UserId, [property: Personal] string Email) : ISendsMail
{
    public string SubjectId => UserId;

    public string Describe() => "Test mail asked for";

    public MailOrder? Mail => new(MailKind.Test, Email);
}

/// <summary>The kinds of mail as text for people.</summary>
public static class MailText
{
    /// <summary>Returns the kind as text for people.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(MailKind kind) =>
        kind switch
        {
            MailKind.Invitation => "invitation",
            MailKind.PasswordReset => "password-reset link",
            MailKind.EmailConfirmation => "link to confirm the email",
            MailKind.PasswordChanged => "notice of a new password",
            MailKind.EmailChanged => "notice of a new email",
            MailKind.TwoFactorEnabled => "notice of two-factor being set up",
            MailKind.TwoFactorDisabled => "notice of two-factor being turned off",
            MailKind.PasskeyAdded => "notice of a new passkey",
            MailKind.Test => "test mail",
            MailKind.WebhookFailed or MailKind.WebhookGone or MailKind.WebhookSecretLost =>
                "notice of a paused webhook",
            _ => kind.ToString(),
        };
}
