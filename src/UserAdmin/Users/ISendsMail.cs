using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Users;

/// <summary>
/// An event about which a person is notified by mail. The outbox follows the log and creates a mail from it.
/// </summary>
internal interface ISendsMail : IEvent
{
    /// <summary>Key of the user whom the mail addresses.</summary>
    string UserId { get; }

    /// <summary>The mail to send, or null if there is none to send.</summary>
    MailOrder? Mail { get; }
}

/// <summary>
/// An order for one mail. It contains no secret: the token of a link is derived from the link's id when the mail is
/// written.
/// </summary>
/// <param name="Kind">The kind of mail, which determines the template.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="LinkId">Id of the link in it (<see cref="AccountLink"/>), or null.</param>
/// <param name="LinkExpiresAt">When the link stops working. A mail that could not be sent by then is discarded.</param>
internal sealed record MailOrder(MailKind Kind, string To, string? LinkId = null, DateTimeOffset? LinkExpiresAt = null)
{
    /// <summary>
    /// The page that the mail links to, relative to the console and without a leading slash; null if it links to none
    /// or to the page of <see cref="LinkId"/>. Needs <see cref="Values"/>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// What the template names besides what every mail has, by its placeholders in lower case; null for nothing. Read
    /// from the event again when the mail is written, so it is not stored in the outbox.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }
}

/// <summary>The kinds of mail.</summary>
public enum MailKind
{
    /// <summary>An invitation, with the link to accept it.</summary>
    Invitation,

    /// <summary>A link to choose a new password.</summary>
    PasswordReset,

    /// <summary>A link to confirm the address.</summary>
    EmailConfirmation,

    /// <summary>Notice: the password was changed.</summary>
    PasswordChanged,

    /// <summary>Notice to the old address: the email was changed.</summary>
    EmailChanged,

    /// <summary>Notice: two-factor was set up.</summary>
    TwoFactorEnabled,

    /// <summary>Notice: two-factor was turned off or reset.</summary>
    TwoFactorDisabled,

    /// <summary>Notice: a passkey was added.</summary>
    PasskeyAdded,

    /// <summary>A test mail, to check that mail arrives.</summary>
    Test,

    /// <summary>Notice: a webhook was paused, because an event could not be delivered for three days.</summary>
    WebhookFailed,

    /// <summary>Notice: a webhook was paused, because its receiver wants no more.</summary>
    WebhookGone,

    /// <summary>Notice: a webhook was paused, because its secret cannot be read.</summary>
    WebhookSecretLost,
}
