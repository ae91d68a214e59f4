namespace UserAdmin.Storage;

/// <summary>
/// Decides which of the nodes on one database is the leader: the one that sends mail and carries out bulk actions,
/// imports and what is due. Two leaders at once would do no harm, because each step decides in its own transaction
/// whether it is still to be done; they would only do the work twice.
/// </summary>
internal interface ILeaderElection
{
    /// <summary>Waits until this node is the leader. A database that cannot be reached is tried again.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The term; dispose it to let another node lead.</returns>
    Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken);
}

/// <summary>The time in which a node is the leader.</summary>
internal interface ILeaderTerm : IAsyncDisposable
{
    /// <summary>Cancelled when the node can no longer be sure that it is the leader.</summary>
    CancellationToken Ended { get; }
}

/// <summary>The election where the database belongs to one machine: this process always leads.</summary>
internal sealed class OnlyNode : ILeaderElection
{
    public Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ILeaderTerm>(new Endless());

    private sealed class Endless : ILeaderTerm
    {
        public CancellationToken Ended => CancellationToken.None;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
