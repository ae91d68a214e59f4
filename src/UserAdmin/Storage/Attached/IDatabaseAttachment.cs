namespace UserAdmin.Storage.Attached;

/// <summary>Makes a database of another application one that the program administers, and takes that back.</summary>
internal interface IDatabaseAttachment
{
    /// <summary>
    /// Creates our tables beside the application's, in one transaction. Nothing of the application's is changed.
    /// </summary>
    /// <param name="shape">How the application keeps its accounts.</param>
    /// <exception cref="StartupException">The database cannot be used, or is attached already.</exception>
    void Attach(IdentityShape shape);

    /// <summary>
    /// Removes everything of ours, in one transaction: the log and what is known about the accounts only here, too.
    /// </summary>
    /// <returns>How many events the log had.</returns>
    /// <exception cref="StartupException">The database cannot be used, or is not attached.</exception>
    long Detach();
}
