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
}
