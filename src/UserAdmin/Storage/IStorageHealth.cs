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
}
