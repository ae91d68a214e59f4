using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Users;

/// <summary>
/// An event that a person has to hear of by mail. The outbox follows the log and makes one mail of it.
/// </summary>
internal interface ISendsMail : IEvent
{
    /// <summary>Whom the mail greets.</summary>
    string UserId { get; }

    /// <summary>What to send, or null when there is nowhere to send it.</summary>
    MailOrder? Mail { get; }
}

/// <summary>
/// One mail that is wanted. Holds no secret: the token of a link is worked out from its id when the mail is written.
/// </summary>
/// <param name="Kind">Which template.</param>
/// <param name="To">Address.</param>
/// <param name="LinkId">Id of the link in it (<see cref="AccountLink"/>), or null.</param>
/// <param name="LinkExpiresAt">When the link stops working; a mail that could not be sent by then is given up.</param>
internal sealed record MailOrder(MailKind Kind, string To, string? LinkId = null, DateTimeOffset? LinkExpiresAt = null);

/// <summary>What a mail is about.</summary>
public enum MailKind
{
    /// <summary>An account is waiting to be taken over, with the link to do it.</summary>
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

    /// <summary>Says that mail arrives, to whoever wanted to know.</summary>
    Test,
}
