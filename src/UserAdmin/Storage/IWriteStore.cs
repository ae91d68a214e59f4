using System.Data.Common;

namespace UserAdmin.Storage;

/// <summary>Gets both databases ready. Called once, before anything else.</summary>
public interface IStoreSetup
{
    /// <summary>Creates what is missing, migrates what is older, and finds the read model in use.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">A database cannot be used; the message says why and what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether <see cref="PrepareAsync"/> has succeeded.</summary>
    bool IsPrepared { get; }
}

/// <summary>The write database, for what does not go through a context.</summary>
internal interface IWriteStore
{
    /// <summary>A connection of one's own, open, for reading the log.</summary>
    DbConnection OpenConnection();

    /// <summary>
    /// A connection that cannot write, open. Works where the file and its folder may only be read, and before
    /// <see cref="IStoreSetup.PrepareAsync"/>.
    /// </summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    DbConnection OpenReadOnly();

    /// <summary>One line about a fault of the database, for a person.</summary>
    string Explain(DbException fault);
}
