using System.Net;
using UserAdmin.Settings;

namespace UserAdmin.Mail;

/// <summary>Settings under <c>UserAdmin:Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{UserAdminOptions.Section}:Mail";

    /// <summary>Host name of the SMTP server; while it is not set, mail is written as files.</summary>
    public string? Smtp { get; set; }

    /// <summary>
    /// Its port, 1 to 65535; unless set, the one that goes with <see cref="Security"/>: 587, with TLS 465, with None
    /// 25.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; }

    /// <summary>User name for the server, or null when it asks for none.</summary>
    public string? User { get; set; }

    /// <summary>Password for the server.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// SHA-256 fingerprint, in hex, of a certificate that is to be accepted although nobody vouches for it; then no
    /// other is.
    /// </summary>
    public string? CertificateSha256 { get; set; }

    /// <summary>Longest time for handing over one mail, 1 second to 10 minutes; 30 seconds unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Address the mail comes from; has to be set for SMTP.</summary>
    public string? From { get; set; }

    /// <summary>Name the mail comes from; <see cref="Product"/> unless set.</summary>
    public string? FromName { get; set; }

    /// <summary>What people know the accounts as, in every mail; UserAdmin unless set.</summary>
    public string Product { get; set; } = "UserAdmin";

    /// <summary>
    /// What the links in mails begin with; <c>UserAdmin:PublicUrl</c>, or else the first address the program listens
    /// on, unless set.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Folder with templates of one's own, <c>{language}/{kind}.txt</c> and <c>layout.html</c>; they go before those
    /// that are built in.
    /// </summary>
    public string? TemplateDirectory { get; set; }

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

    /// <summary>What is wrong with the settings and what to do, or null.</summary>
    internal string? Problem() =>
        Smtp is not null && string.IsNullOrWhiteSpace(From) ? $"Set {Section}:From to the address that mail comes from."
        : From is not null && !(MimeKit.MailboxAddress.TryParse(From, out var from) && from.Domain.Length > 0)
            ? $"{Section}:From is not an email address: {From}."
        : Port is < 1 or > 65535 ? $"{Section}:Port has to be 1 to 65535."
        : Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10)
            ? $"{Section}:Timeout has to be 1 second to 10 minutes, such as 00:00:30."
        : User is null != Password is null ? $"Set both {Section}:User and {Section}:Password, or neither."
        : User is not null && Security == MailSecurity.None && !IsOnThisMachine
            ? $"{Section}:Security is None, so the password would travel readably to {Smtp}. Choose StartTls or Tls."
        : CertificateSha256 is not null && Fingerprint is not { Length: 64 }
            ? $"{Section}:CertificateSha256 has to be 64 hexadecimal digits."
        : TemplateDirectory is not null && !Directory.Exists(TemplateDirectory)
            ? $"{Section}:TemplateDirectory does not exist: {TemplateDirectory}."
        : null;

    /// <summary>
    /// <see cref="CertificateSha256"/> without what people put between the digits, or null when it is not set or no
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
    /// TLS from the start on port 465; otherwise STARTTLS, which a server on another machine has to offer.
    /// </summary>
    Auto,

    /// <summary>STARTTLS, or no mail.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>Not at all; credentials are then sent to this machine only.</summary>
    None,
}
