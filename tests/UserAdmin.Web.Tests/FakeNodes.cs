using UserAdmin.Nodes;

namespace UserAdmin.Web.Tests;

/// <summary>The other nodes, of which there are none unless a test says so.</summary>
internal sealed class FakeNodes : INodeDeparture
{
    public bool CanHaveOthers { get; set; }

    /// <summary>The answer to the question whether there are others; null if the database does not answer.</summary>
    public bool? HasOthers { get; set; } = false;

    /// <summary>Whether this node has left the others.</summary>
    public bool HasLeft { get; private set; }

    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        HasLeft = true;
        return Task.CompletedTask;
    }

    public Task<bool?> HasOthersAsync(CancellationToken cancellationToken) => Task.FromResult(HasOthers);
}
