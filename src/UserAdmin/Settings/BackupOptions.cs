namespace UserAdmin.Settings;

/// <summary>Settings under <c>UserAdmin:Backup</c>: how long backups are kept, and where.</summary>
public sealed class BackupOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{UserAdminOptions.Section}:Backup";

    /// <summary>
    /// For how many days a backup is kept, 1 to 3,650: the verb <c>backup</c> deletes older ones beside the one that it
    /// has made. None are deleted unless it is set.
    /// </summary>
    public int? KeepDays { get; set; }

    /// <summary>
    /// The folder that the verb <c>backup</c> is given. The console notes there at once which accounts were purged, so
    /// that a restore on another machine knows those that were purged since the last backup.
    /// </summary>
    public string? Folder { get; set; }
}
