namespace UserAdmin.Storage;

/// <summary>A process that serves the console.</summary>
/// <param name="Id">Its key, new at every start.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="ProcessId">Id of the process there.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="ReadPosition">Position in the log that its read model has reached.</param>
/// <param name="IsLeader">Whether it does the work that must be done once.</param>
/// <param name="SeenAt">When it last reported, by the clock of the database.</param>
/// <param name="IsSilent">Whether it has not reported for so long that it has probably ended.</param>
/// <param name="IsThis">Whether it is the one that was asked.</param>
public sealed record Node(
    string Id,
    string Machine,
    int ProcessId,
    string Version,
    DateTimeOffset StartedAt,
    long ReadPosition,
    bool IsLeader,
    DateTimeOffset SeenAt = default,
    bool IsSilent = false,
    bool IsThis = false
);

/// <summary>
/// The list of the nodes on one database. Registered only if the database is on a server; otherwise there is one
/// process.
/// </summary>
internal interface INodeRegister
{
    /// <summary>Adds a node or brings its entry up to date, and removes those that have long been silent.</summary>
    Task ReportAsync(Node node, CancellationToken cancellationToken);

    /// <summary>Removes a node that is stopping.</summary>
    Task RemoveAsync(string nodeId, CancellationToken cancellationToken);

    /// <summary>Returns all nodes, by machine and start.</summary>
    Task<IReadOnlyList<Node>> ListAsync(CancellationToken cancellationToken);
}
