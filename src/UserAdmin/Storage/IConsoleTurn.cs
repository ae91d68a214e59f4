namespace UserAdmin.Storage;

/// <summary>Makes sure that only one console at a time serves a database that other machines can reach, too.</summary>
internal interface IConsoleTurn
{
    /// <summary>Takes the turn.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StartupException">Another console has it.</exception>
    Task TakeAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the turn, and completes when it was lost to another console.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    Task KeepAsync(CancellationToken cancellationToken);
}
