using System.Net;
using UserAdmin.Settings;

namespace UserAdmin.Mail;

/// <summary>Settings under <c>UserAdmin:Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{UserAdminOptions.Section}:Mail";

    /// <summary>Host name of the SMTP server. If it is not set, mail is written to files.</summary>
    public string? Smtp { get; set; }

    /// <summary>
    /// Port of the SMTP server, 1 to 65535. The default depends on <see cref="Security"/>: 465 with TLS, 25 with None,
    /// otherwise 587.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; }

    /// <summary>User name for the server, or null if it requires none.</summary>
    public string? User { get; set; }

    /// <summary>Password for the server.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// SHA-256 fingerprint, in hex, of a certificate that is accepted although it is not trusted. If set, no other
    /// certificate is accepted.
    /// </summary>
    public string? CertificateSha256 { get; set; }

    /// <summary>Maximum time for handing over one mail, 1 second to 10 minutes; the default is 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sender address of the mail; required for SMTP.</summary>
    public string? From { get; set; }

    /// <summary>Sender name of the mail; the default is <see cref="Product"/>.</summary>
    public string? FromName { get; set; }

    /// <summary>Name of the product or organisation that mails mention; the default is UserAdmin.</summary>
    public string Product { get; set; } = "UserAdmin";

    /// <summary>
    /// The base address of the links in mails. The default is <c>UserAdmin:PublicUrl</c> or, without that, the first
    /// address that the program listens on.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Folder with custom templates, <c>{language}/{kind}.txt</c> and <c>layout.html</c>, which take precedence over
    /// the built-in ones.
    /// </summary>
    public string? TemplateDirectory { get; set; }

    /// <summary>
    /// Language tag (BCP 47) of mail to people who have no language, or one without templates; the default is English.
    /// </summary>
    public string Language { get; set; } = MailTemplates.English;

    internal int EffectivePort =>
        Port
        ?? Security switch
        {
            MailSecurity.Tls => 465,
            MailSecurity.None => 25,
            _ => 587,
        };

    internal string EffectiveFrom => From ?? "useradmin@localhost";

    internal bool IsOnThisMachine =>
        Smtp is "localhost" || (IPAddress.TryParse(Smtp, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Returns what is wrong with the settings and what to do, or null.</summary>
    internal string? Problem() =>
        Smtp is not null && string.IsNullOrWhiteSpace(From) ? $"Set {Section}:From to the address that mail comes from."
        : From is not null && !(MimeKit.MailboxAddress.TryParse(From, out var from) && from.Domain.Length > 0)
            ? $"{Section}:From is not an email address: {From}."
        : Port is < 1 or > 65535 ? $"{Section}:Port has to be 1 to 65535."
        : Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10)
            ? $"{Section}:Timeout has to be 1 second to 10 minutes, such as 00:00:30."
        : User is null != Password is null ? $"Set both {Section}:User and {Section}:Password, or neither."
        : User is not null && Security == MailSecurity.None && !IsOnThisMachine
            ? $"{Section}:Security is None, so the password would go unencrypted to {Smtp}. Choose StartTls or Tls."
        : CertificateSha256 is not null && Fingerprint is not { Length: 64 }
            ? $"{Section}:CertificateSha256 has to be 64 hexadecimal digits."
        : TemplateDirectory is not null && !Directory.Exists(TemplateDirectory)
            ? $"{Section}:TemplateDirectory does not exist: {TemplateDirectory}."
        : !MailTemplates.Has(Language, TemplateDirectory)
            ? $"{Section}:Language has to be a language with templates, such as en or de; it is “{Language}”."
        : null;

    /// <summary>
    /// <see cref="CertificateSha256"/> without separators between the digits, or null if it is not set or not a
    /// hexadecimal number.
    /// </summary>
    internal string? Fingerprint =>
        CertificateSha256
            ?.Replace(":", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal)
            .ToUpperInvariant()
            is { } digits
        && digits.All(char.IsAsciiHexDigit)
            ? digits
            : null;

    internal static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>
    /// TLS from the start on port 465; otherwise STARTTLS, which a server on another machine must support.
    /// </summary>
    Auto,

    /// <summary>STARTTLS; without it, no mail is sent.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>No protection; credentials are then sent only to a server on this machine.</summary>
    None,
}
