using System.Globalization;
using Microsoft.Extensions.Options;
using MimeKit;
using UserAdmin.Mail;

namespace UserAdmin.Anchors;

/// <summary>
/// Sends anchors as mail, with the file as an attachment; through the server that all mail goes through.
/// </summary>
internal sealed class MailDestination(
    IOptions<AnchorOptions> options,
    IOptions<MailOptions> mail,
    IMailTransport transport,
    TimeProvider time
) : IAnchorDestination
{
    public string Name => "mail";

    public string? Target => options.Value.MailTo;

    public bool OnlyTheLast => true;

    public async Task<string?> DeliverAsync(Anchor anchor, string? publicKey, CancellationToken cancellationToken)
    {
        var from = new MailboxAddress(mail.Value.FromName ?? mail.Value.Product, mail.Value.EffectiveFrom);
        using var body = new Multipart("mixed")
        {
            new TextPart("plain")
            {
                Text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    The event log of {mail.Value.Product} was signed up to event {anchor.Head.Position:N0}.

                    Keep the attached file. With it, anybody can prove later whether that part of the log
                    was changed since:

                        UserAdmin.Web verify --anchor {anchor.FileName}

                    Fingerprint of the key (SHA-256): {anchor.KeyId}
                    """
                ),
            },
            Attachment(anchor.FileName, anchor.ToString()),
        };
        if (publicKey is not null)
        {
            body.Add(Attachment("public-key.pem", publicKey));
        }

        using var message = new MimeMessage
        {
            Subject = string.Create(
                CultureInfo.InvariantCulture,
                $"{mail.Value.Product}: log signed up to event {anchor.Head.Position:N0}"
            ),
            Date = time.GetUtcNow(),
            MessageId = $"anchor.{anchor.Head.Position}.{anchor.Head.Hash[..24]}@{from.Domain}",
            Body = body,
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(Target!));
        // RFC 3834: suppresses out-of-office replies.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var problem = await transport.SendAsync(message, Path.GetFileNameWithoutExtension(anchor.FileName));
        return problem?.Error;
    }

    private static TextPart Attachment(string name, string text) =>
        new("plain")
        {
            Text = text,
            FileName = name,
            ContentTransferEncoding = ContentEncoding.SevenBit,
        };
}
