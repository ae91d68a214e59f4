namespace UserAdmin.Storage;

/// <summary>Backs up what cannot be computed again, and restores it. Neither prepares the databases.</summary>
public interface IBackups
{
    /// <summary>
    /// Writes a backup to a new folder, and verifies it. The console may be running. If it fails, nothing of it is
    /// left.
    /// </summary>
    /// <param name="target">The folder below which the new folder is created.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">There is no backup; the message tells why and what to do.</exception>
    BackupMade Create(string target, CancellationToken cancellationToken = default);

    /// <summary>
    /// Verifies a backup and puts it in the place of the present data, which is kept beside it. No other program may be
    /// running.
    /// </summary>
    /// <param name="from">The folder of the backup. May be null if the database itself is restored by other
    /// means.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">Nothing was restored; the message tells why and what to do.</exception>
    BackupRestored Restore(string? from, CancellationToken cancellationToken = default);
}

/// <summary>A backup that was written and verified.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Position">The position of the last event in it.</param>
/// <param name="HeadHash">The hash of that event, as lower-case hex. Kept elsewhere, it proves that the backup is this
/// one.</param>
/// <param name="Remaining">What the operator still has to run, or null if the backup is complete.</param>
public sealed record BackupMade(string Folder, long Position, string HeadHash, string? Remaining = null)
{
    /// <summary>Which backups there are now in the folder above.</summary>
    public KeptBackups Kept { get; init; } = new(default, null, 0, []);
}

/// <summary>The state after a restore.</summary>
/// <param name="Position">The position of the last event.</param>
/// <param name="HeadHash">The hash of that event, as lower-case hex.</param>
/// <param name="Aside">The folder with the files that were there before, or null if there were none.</param>
/// <param name="ErasedSince">How many accounts that were purged since were in it. Their keys are deleted, and the next
/// start purges them again.</param>
/// <param name="IsPlain">Whether it has no keys, because it is from before personal texts were encrypted.</param>
public sealed record BackupRestored(
    long Position,
    string HeadHash,
    string? Aside,
    int ErasedSince = 0,
    bool IsPlain = false
);
