namespace UserAdmin.Storage;

/// <summary>Tells whether the databases can currently be written.</summary>
public interface IStorageHealth
{
    /// <summary>
    /// Tests whether the write lock of the write database can be taken, and releases it; on a server, looks whether a
    /// session holds it for too long. The result is cached for two seconds.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if the database can be written, otherwise the reason why not, as a sentence.</returns>
    Task<string?> WriteProblemAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the free bytes on the disk of the databases (the smallest value if there are several disks), or null if
    /// unknown.
    /// </summary>
    long? FreeBytes();

    /// <summary>Returns how large the databases are, and when they were last backed up.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<StorageFigures> MeasureAsync(CancellationToken cancellationToken = default);
}

/// <summary>How large the databases are, and when they were last backed up.</summary>
/// <param name="WriteBytes">Size of the write database in bytes, with its log of the last writes; null if
/// unknown.</param>
/// <param name="ReadBytes">Size of the read models of this process in bytes, likewise.</param>
/// <param name="FreeBytes">Free bytes on the disk, or null.</param>
/// <param name="Backup">The last backup made from this data folder, or null if none is known.</param>
public sealed record StorageFigures(long? WriteBytes, long? ReadBytes, long? FreeBytes, LastBackup? Backup);
