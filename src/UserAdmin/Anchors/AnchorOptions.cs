using MimeKit;
using UserAdmin.Settings;

namespace UserAdmin.Anchors;

/// <summary>
/// Settings under <c>UserAdmin:Anchors</c>: how often the head of the log is signed, and where it goes.
/// </summary>
public sealed class AnchorOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{UserAdminOptions.Section}:Anchors";

    /// <summary>
    /// Time between two signatures, 1 minute to 30 days; the default is an hour. Nothing is signed while nothing
    /// happens.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A PEM file with the private key, ECDSA on the curve P-256, to use instead of one that the program makes in
    /// <c>anchors</c> below the data folder.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>The password of <see cref="KeyFile"/>, if it is encrypted.</summary>
    public string? KeyPassword { get; set; }

    /// <summary>A folder that gets a file for each anchor and the public key; it must exist.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// An address, https or on this machine, to which each anchor is sent by POST as <c>text/plain</c>.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>A token that is sent to <see cref="Address"/>, as <c>Authorization: Bearer</c>.</summary>
    public string? AddressToken { get; set; }

    /// <summary>An email address that gets each anchor as an attachment.</summary>
    public string? MailTo { get; set; }

    /// <summary>Returns what is wrong with the settings and what to do, or null.</summary>
    internal string? Problem() =>
        Interval < TimeSpan.FromMinutes(1) || Interval > TimeSpan.FromDays(30)
            ? $"{Section}:Interval has to be 00:01:00 to 30.00:00:00; 01:00:00 unless set."
        : KeyFile is null && KeyPassword is not null
            ? $"{Section}:KeyPassword is set without {Section}:KeyFile. Set both or neither."
        : Folder is not null && !Directory.Exists(Folder)
            ? $"{Section}:Folder does not exist: {Folder}. Create it, best on another machine."
        : Address is not null && Target is null
            ? $"{Section}:Address has to begin with https://, or with http:// for this machine: {Address}."
        : AddressToken is not null && Address is null
            ? $"{Section}:AddressToken is set without {Section}:Address. Set both or neither."
        : MailTo is not null && !(MailboxAddress.TryParse(MailTo, out var to) && to.Domain.Length > 0)
            ? $"{Section}:MailTo is not an email address: {MailTo}."
        : null;

    /// <summary><see cref="Address"/>, or null if it is not set or cannot be used.</summary>
    internal Uri? Target =>
        Uri.TryCreate(Address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : null;
}
