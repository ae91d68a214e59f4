using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// Writes a mail in the person's language, as plain text and HTML. The link's token exists only here and in the mail.
/// </summary>
internal sealed class MailWriter(
    MailTemplates templates,
    ILinkTokens tokens,
    PublicUrl site,
    IOptions<MailOptions> options,
    TimeProvider time
)
{
    private static readonly Dictionary<MailKind, string> _pages = new()
    {
        [MailKind.Invitation] = "account/accept-invitation",
        [MailKind.PasswordReset] = "account/reset-password",
        [MailKind.EmailConfirmation] = "account/confirm-email",
    };

    /// <summary>Writes one mail.</summary>
    /// <exception cref="FormatException">A custom template or an address is invalid; the message tells what to
    /// do.</exception>
    public MimeMessage Write(ClaimedMail claimed)
    {
        var template = templates.Find(claimed.Mail.Kind, claimed.Locale);
        var values = Values(claimed, CultureInfo.GetCultureInfo(template.Language));
        var subject = template.SubjectWith(values);
        var from = new MailboxAddress(options.Value.FromName ?? options.Value.Product, options.Value.EffectiveFrom);
        if (!MailboxAddress.TryParse(claimed.Mail.To, out var to))
        {
            throw new FormatException($"“{claimed.Mail.To}” is not an address that mail can be sent to.");
        }

        var message = new MimeMessage
        {
            Subject = subject,
            Date = time.GetUtcNow(),
            // The same id for every try, so that a server can recognise a mail it already has.
            MessageId = string.Create(
                CultureInfo.InvariantCulture,
                $"{claimed.Mail.OrderedAt}.{Convert.ToHexStringLower(claimed.Hash.AsSpan(0, 12))}@{from.Domain}"
            ),
            Body = new MultipartAlternative(
                new TextPart(TextFormat.Plain) { Text = template.TextWith(values) },
                new TextPart(TextFormat.Html) { Text = Html(template, values, subject) }
            ),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(OneLine(claimed.Name), to.Address));
        // RFC 3834: suppresses out-of-office replies.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>Returns the address of a link, including its token.</summary>
    public string LinkOf(MailKind kind, string linkId) =>
        $"{site.Current}/{_pages[kind]}?token={tokens.TokenFor(linkId)}";

    /// <summary>Returns a unique name for the mail, for use as a file name.</summary>
    public static string NameOf(OutboxMail mail) =>
        string.Create(CultureInfo.InvariantCulture, $"{mail.OrderedAt:D10}-{mail.Kind}");

    private Dictionary<string, string> Values(ClaimedMail claimed, CultureInfo culture)
    {
        var values = new Dictionary<string, string>
        {
            ["product"] = options.Value.Product,
            ["name"] = OneLine(claimed.Name),
            ["email"] = claimed.Mail.To,
            ["site"] = site.Current,
            ["at"] = Moment(claimed.HappenedAt, culture),
        };
        if (claimed.Mail is { LinkId: { } link, LinkExpiresAt: { } expires })
        {
            values["link"] = LinkOf(claimed.Mail.Kind, link);
            values["expires"] = Moment(expires, culture);
        }

        foreach (var (name, value) in claimed.Order?.Values ?? new Dictionary<string, string>())
        {
            values[name] = OneLine(value);
        }

        if (claimed.Order?.Path is { } path)
        {
            values["link"] = $"{site.Current}/{path}";
        }

        return values;
    }

    private string Html(MailTemplate template, IReadOnlyDictionary<string, string> values, string subject) =>
        MailTemplate.Fill(
            templates.Layout(),
            new Dictionary<string, string>
            {
                ["language"] = WebUtility.HtmlEncode(template.Language),
                ["subject"] = WebUtility.HtmlEncode(subject),
                ["product"] = WebUtility.HtmlEncode(options.Value.Product),
                ["site"] = WebUtility.HtmlEncode(site.Current),
                ["body"] = template.HtmlWith(values),
            },
            value => value
        );

    // Commands refuse names with line breaks, but the safety of a header must not depend on that.
    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Moment(DateTimeOffset at, CultureInfo culture) =>
        $"{at.UtcDateTime.ToString("D", culture)}, "
        + $"{at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC";
}
