namespace UserAdmin.Storage;

/// <summary>Whether anything can be written at this moment.</summary>
public interface IStorageHealth
{
    /// <summary>
    /// Tries to get the right to write the write database, and gives it back. Asked often, it answers from the last two
    /// seconds.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null when it can be written, otherwise why not, as a sentence.</returns>
    Task<string?> WriteProblemAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Bytes that are free where the databases are, the least of them; null where that cannot be told.
    /// </summary>
    long? FreeBytes();
}
