using MimeKit;

namespace UserAdmin.Mail;

/// <summary>Hands mail over for delivery.</summary>
internal interface IMailTransport
{
    /// <summary>Hands over one mail, within the time the settings allow.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="name">A unique name for the mail, of characters that are valid in any file system.</param>
    /// <returns>Null if it was handed over, otherwise what went wrong. External problems never cause an
    /// exception.</returns>
    Task<MailProblem?> SendAsync(MimeMessage message, string name);
}

/// <summary>
/// The reason why a mail was not handed over. It never contains the mail's text, a token or a password.
/// </summary>
/// <param name="Error">What went wrong, as text for people.</param>
/// <param name="IsUncertain">Whether the mail may have been handed over anyway.</param>
/// <param name="IsFinal">Whether another try would fail in the same way.</param>
/// <param name="IsGeneral">Whether any other mail would fail in the same way.</param>
internal sealed record MailProblem(
    string Error,
    bool IsUncertain = false,
    bool IsFinal = false,
    bool IsGeneral = false
);
