namespace UserAdmin.Nodes;

/// <summary>Lets this node hand over to the other nodes before it stops.</summary>
public interface INodeDeparture
{
    /// <summary>Whether there can be other nodes: not with an SQLite file.</summary>
    bool CanHaveOthers { get; }

    /// <summary>
    /// Leaves the list of nodes, and the work of the leader to another one. The node goes on serving whoever is there.
    /// </summary>
    Task LeaveAsync(CancellationToken cancellationToken);

    /// <summary>Returns whether other nodes are running now; null if the database does not say in time.</summary>
    Task<bool?> HasOthersAsync(CancellationToken cancellationToken);
}
