using MimeKit;

namespace UserAdmin.Mail;

/// <summary>Hands a mail over.</summary>
internal interface IMailTransport
{
    /// <summary>Hands over one mail, within the time the settings allow.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="name">Names it among all mails: characters that any file system takes.</param>
    /// <returns>Null when it was handed over, otherwise what went wrong. Never throws for a reason that lies outside
    /// the program.</returns>
    Task<MailProblem?> SendAsync(MimeMessage message, string name);
}

/// <summary>Why a mail was not handed over. Never holds the mail's text, a token or a password.</summary>
/// <param name="Error">What went wrong, as people read it.</param>
/// <param name="IsUncertain">Whether it may have been handed over all the same.</param>
/// <param name="IsFinal">Whether another try would end the same way.</param>
/// <param name="IsGeneral">Whether any other mail would meet the same.</param>
internal sealed record MailProblem(
    string Error,
    bool IsUncertain = false,
    bool IsFinal = false,
    bool IsGeneral = false
);
