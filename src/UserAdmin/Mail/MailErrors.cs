using UserAdmin.Messaging;

namespace UserAdmin.Mail;

/// <summary>The errors of mail commands.</summary>
public static class MailErrors
{
    /// <summary>No event at that position ordered a mail.</summary>
    public static Error NotFound { get; } = new("mail.not-found", "There is no such mail.");

    /// <summary>The mail was handed to the mail server.</summary>
    public static Error AlreadySent { get; } =
        new(
            "mail.already-sent",
            "This mail was sent already. Have the person look for it, or order a new one on their page."
        );

    /// <summary>The mail is just being handed over.</summary>
    public static Error BeingSent { get; } =
        new("mail.being-sent", "This mail is being sent right now. Wait a minute and look again.");

    /// <summary>The mail was discarded.</summary>
    public static Error GivenUp { get; } =
        new("mail.given-up", "This mail was given up. Order a new one on the person's page.");

    /// <summary>The link in the mail would not work any more.</summary>
    public static Error LinkExpired { get; } =
        new("mail.link-expired", "The link in this mail has expired. Order a new one on the person's page.");

    /// <summary>Mail is delivered, so nobody else needs the links in it.</summary>
    public static Error IsDelivered { get; } =
        new(
            "mail.is-delivered",
            "Mail is sent through a mail server, so the link goes to the person alone. Send it again if it "
                + "did not arrive."
        );

    /// <summary>There is no valid link.</summary>
    public static Error NoLink { get; } =
        new("mail.no-link", "There is no such link that still works. Send a new one first.");

    /// <summary>The sender has no address to which a test mail could be sent.</summary>
    public static Error NoAddress { get; } =
        new(
            "mail.no-address",
            "There is no address to send a test mail to. Sign in with an account that has an email."
        );
}
