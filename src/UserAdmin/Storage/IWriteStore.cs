using System.Data.Common;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage;

/// <summary>Prepares both databases. Called once, before anything else.</summary>
public interface IStoreSetup
{
    /// <summary>Creates missing databases, migrates older ones and finds the read model in use.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">A database cannot be used; the message tells why and what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether <see cref="PrepareAsync"/> has succeeded.</summary>
    bool IsPrepared { get; }
}

/// <summary>The write database, for access without a context.</summary>
internal interface IWriteStore
{
    /// <summary>Where the tables are.</summary>
    DatabaseLayout Layout { get; }

    /// <summary>Opens a separate connection for reading the log.</summary>
    DbConnection OpenConnection();

    /// <summary>
    /// Opens a read-only connection. Works even if the file and its folder are read-only, and before <see
    /// cref="IStoreSetup.PrepareAsync"/>.
    /// </summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    DbConnection OpenReadOnly();

    /// <summary>Returns one line about a database error, for a person.</summary>
    string Explain(DbException fault);

    /// <summary>
    /// Tests whether the database can be written. Returns null if it can, otherwise the reason why not, as a sentence.
    /// </summary>
    string? Problem();

    /// <summary>Returns the size of the database in bytes, or null if it is unknown.</summary>
    long? Bytes();
}
