using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace UserAdmin.Mail;

/// <summary>Hands mail to an SMTP server, using a separate connection for each mail.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    public async Task<MailProblem?> SendAsync(MimeMessage message, string name)
    {
        var settings = options.Value;
        var body = new BodyProgress();
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        if (settings.Fingerprint is { } accepted)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is X509Certificate2 shown && shown.GetCertHashString(HashAlgorithmName.SHA256) == accepted;
        }

        // Not linked to program shutdown: a mail that was begun is finished, otherwise it would be unknown whether it
        // was sent.
        using var patience = new CancellationTokenSource(settings.Timeout);
        try
        {
            await client.ConnectAsync(settings.Smtp!, settings.EffectivePort, Protection(settings), patience.Token);
            if (settings.User is not null)
            {
                if (!client.IsSecure && !settings.IsOnThisMachine)
                {
                    return new("The server offers no encryption, so the password was not sent to it.", IsGeneral: true);
                }

                await client.AuthenticateAsync(settings.User, settings.Password!, patience.Token);
            }

            await client.SendAsync(message, patience.Token, body);
        }
        catch (SmtpCommandException refusal)
        {
            return Refused(refusal);
        }
        catch (Exception fault) when (fault is not (ArgumentException or NullReferenceException))
        {
            return body.HasBegun
                ? new($"The connection broke while the mail was handed over: {Sentence(fault)}", IsUncertain: true)
                : new(Unreached(fault, settings), IsGeneral: true);
        }

        await LeaveAsync(client, patience.Token);
        return null;
    }

    private static SecureSocketOptions Protection(MailOptions settings) =>
        settings.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.None => SecureSocketOptions.None,
            _ when settings.EffectivePort == 465 => SecureSocketOptions.SslOnConnect,
            // With optional STARTTLS, an attacker on the network could remove the server's offer and read every link.
            _ => settings.IsOnThisMachine ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
        };

    private static MailProblem Refused(SmtpCommandException refusal)
    {
        // RFC 5321, section 4.2.1: a 5yz reply is permanent. Errors about the login or the sender are caused by the
        // settings.
        var concernsTheMail =
            refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted
            && refusal.StatusCode != SmtpStatusCode.AuthenticationRequired;
        return new(
            $"The server refused it: {(int)refusal.StatusCode} {Sentence(refusal)}",
            IsFinal: concernsTheMail && (int)refusal.StatusCode >= 500,
            IsGeneral: !concernsTheMail
        );
    }

    private static string Unreached(Exception fault, MailOptions settings)
    {
        var server = $"{settings.Smtp}:{settings.EffectivePort}";
        return fault switch
        {
            SslHandshakeException { ServerCertificate: X509Certificate2 shown } =>
                $"The certificate of {server} is not trusted. If it is the right one, set "
                    + $"{MailOptions.Section}:CertificateSha256 to "
                    + $"{shown.GetCertHashString(HashAlgorithmName.SHA256)}.",
            SslHandshakeException => $"No encrypted connection to {server} could be made: {Sentence(fault)}",
            AuthenticationException => $"{server} did not accept user name and password: {Sentence(fault)}",
            NotSupportedException => $"{server} offers no encryption (STARTTLS), so nothing was sent to it.",
            OperationCanceledException => $"{server} did not answer in time.",
            _ => $"{server} could not be reached: {Sentence(fault)}",
        };
    }

    // Server replies can have several lines, and MailKit's explanations are long.
    private static string Sentence(Exception fault) =>
        fault.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(fault.GetType().Name);

    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault)
            when (fault is IOException or ProtocolException or OperationCanceledException or CommandException)
        {
            // The server has the mail, so errors while disconnecting do not matter.
        }
    }

    /// <summary>
    /// Tells whether any of the mail's text was sent. From then on only the server knows whether it accepted the mail.
    /// </summary>
    private sealed class BodyProgress : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
    }
}
