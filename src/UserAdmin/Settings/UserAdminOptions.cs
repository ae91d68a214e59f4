namespace UserAdmin.Settings;

/// <summary>Settings under <c>UserAdmin</c>.</summary>
public sealed class UserAdminOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "UserAdmin";

    /// <summary>
    /// Folder for everything the program writes, relative to the working directory; <c>data</c> unless set.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>How long a session lasts; 12 hours unless set.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// PBKDF2-HMAC-SHA512 rounds for new passwords; 210,000 unless set (OWASP Password Storage Cheat Sheet). At least
    /// 1.
    /// </summary>
    public int PasswordHashIterations { get; set; } = 210_000;

    /// <summary>
    /// A file of breached passwords that new ones are looked up in: sorted SHA-1 hashes with counts, as
    /// haveibeenpwned.com publishes them, or a plain list with one password a line. None unless set.
    /// </summary>
    public string? BreachedPasswordsFile { get; set; }
}
