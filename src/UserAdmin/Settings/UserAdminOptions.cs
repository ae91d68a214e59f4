namespace UserAdmin.Settings;

/// <summary>Settings under <c>UserAdmin</c>.</summary>
public sealed class UserAdminOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "UserAdmin";

    /// <summary>
    /// Folder for everything the program writes, relative to the working directory; the default is <c>data</c>.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>How long a session lasts; the default is 12 hours.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Number of PBKDF2-HMAC-SHA512 iterations for new passwords, at least 1; the default is 210,000 (OWASP Password
    /// Storage Cheat Sheet).
    /// </summary>
    public int PasswordHashIterations { get; set; } = 210_000;

    /// <summary>
    /// A file of breached passwords against which new passwords are checked: sorted SHA-1 hashes with counts, as
    /// published by haveibeenpwned.com, or a plain list with one password per line. There is no default.
    /// </summary>
    public string? BreachedPasswordsFile { get; set; }

    /// <summary>
    /// Columns that an application added to its table of users and that the console does not read, so that their values
    /// get neither into the log nor onto a page, separated by commas; by default none. Columns whose names say that the
    /// value is a secret are never read.
    /// </summary>
    public string? HiddenAttributes { get; set; }

    /// <summary>
    /// Columns that an application added to its table of users and that administrators may change here, separated by
    /// commas; <c>*</c> for all. By default none: only the application knows what else depends on a value.
    /// </summary>
    public string? EditableAttributes { get; set; }

    /// <summary>
    /// How long a node that is stopping waits for its pages to move to other nodes, and for requests in progress; the
    /// default is 30 seconds. It does not wait if there is no other node.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);
}
