namespace UserAdmin.Storage;

/// <summary>
/// The data-protection keys in the database, where every node finds them. Registered only if the database is on a
/// server; otherwise the keys are files in the data folder (<see cref="KeyRingFiles"/>).
/// </summary>
public interface ISharedKeys
{
    /// <summary>Returns all keys as XML, the oldest first.</summary>
    IReadOnlyList<string> Read();

    /// <summary>Adds a key; does nothing if there is one of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="xml">The key as XML, encrypted if a certificate is set up.</param>
    void Add(string name, string xml);

    /// <summary>
    /// Waits until no other node can be creating a key. Of two keys that are created at the same time, each node would
    /// know only its own until it reads them again, a day later.
    /// </summary>
    /// <returns>The turn; dispose it to let the next node begin.</returns>
    IDisposable TakeTurn();
}
