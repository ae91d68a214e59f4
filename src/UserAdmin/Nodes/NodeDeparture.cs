using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Nodes;

/// <inheritdoc/>
internal sealed class NodeDeparture(IEnumerable<INodeRegister> registers, NodeReports reports, Leadership leadership)
    : INodeDeparture
{
    private readonly INodeRegister? _register = registers.FirstOrDefault();

    public bool CanHaveOthers => _register is not null;

    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (_register is null)
        {
            return;
        }

        // Whoever stops next must not count on this node.
        await reports.StopAsync(cancellationToken);
        // Its work ends step by step, and meanwhile the pages move. The host waits for it later.
        _ = leadership.StopAsync(CancellationToken.None);
    }

    public async Task<bool?> HasOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _register is not null
                && (await _register.ListAsync(cancellationToken)).Any(node =>
                    !node.IsSilent && node.Id != reports.NodeId
                );
        }
        catch (Exception fault)
            when (fault is DbException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }
}
