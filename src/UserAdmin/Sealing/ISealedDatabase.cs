using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <summary>What sealing a log needs of the database that it is in.</summary>
internal interface ISealedDatabase
{
    /// <summary>Keeps consoles from running until the returned object is disposed.</summary>
    /// <exception cref="StartupException">One runs, or the database cannot be reached.</exception>
    IDisposable Exclude();

    /// <summary>Deletes what this data folder has that was built from the plain log, such as read models.</summary>
    void DeleteReadModels();

    /// <summary>
    /// Removes old bytes of rows from the database. May be repeated, and must not fail because it cannot do everything.
    /// </summary>
    Compaction Compact();
}

/// <summary>What was done about old bytes of a database.</summary>
/// <param name="IsDone">Whether none are left in its files; otherwise it can be tried again.</param>
/// <param name="Text">What was done, or what the operator has to do, as sentences.</param>
internal sealed record Compaction(bool IsDone, string Text);
