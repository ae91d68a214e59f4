namespace UserAdmin.Storage;

/// <summary>Brings the schema of the write database up to date.</summary>
internal interface IWriteSetup
{
    /// <summary>The name of the database for messages to a person: no password.</summary>
    string Name { get; }

    /// <summary>
    /// Looks at the database without changing it, and returns whether some of our migrations were applied and others
    /// are missing.
    /// </summary>
    /// <exception cref="StartupException">The database cannot be used, was changed by a newer version, or contains
    /// tables with our names that are not ours.</exception>
    bool IsBehind();

    /// <summary>Creates the tables, or applies the missing migrations.</summary>
    /// <exception cref="StartupException">As above.</exception>
    void Migrate();

    /// <summary>
    /// Returns of what the database is an unfinished copy, or null. Looks at the database without changing it.
    /// </summary>
    /// <exception cref="StartupException">As above.</exception>
    UnfinishedCopy? UnfinishedCopy();
}
