using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Nodes;

/// <summary>Tells the other nodes that this one is there; does nothing where there can be no other.</summary>
internal sealed class NodeReports(
    IEnumerable<INodeRegister> registers,
    ILeadership leadership,
    IProjectionMonitor monitor,
    TimeProvider time,
    ILogger<NodeReports> logger
) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    private readonly Node _node = new(
        Guid.CreateVersion7(time.GetUtcNow()).ToString(),
        Environment.MachineName,
        Environment.ProcessId,
        BackupManifest.ThisVersion,
        time.GetUtcNow(),
        ReadPosition: 0,
        IsLeader: false
    );

    /// <summary>The key of this node.</summary>
    public string NodeId => _node.Id;

    /// <summary>Reports the state of this node, once.</summary>
    public async Task RunOnceAsync(INodeRegister register, CancellationToken cancellationToken)
    {
        try
        {
            await register.ReportAsync(
                _node with
                {
                    ReadPosition = monitor.Current.ReadPosition,
                    IsLeader = leadership.IsLeader,
                },
                cancellationToken
            );
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that goes wrong here may end the program. Whoever is concerned by the loss of the database
            // says so; this is only for the list.
            logger.LogDebug(fault, "This node could not report its state.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (registers.FirstOrDefault() is not { } register)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            do
            {
                await RunOnceAsync(register, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LeaveAsync(register);
        }
    }

    private async Task LeaveAsync(INodeRegister register)
    {
        try
        {
            await register.RemoveAsync(_node.Id, CancellationToken.None);
        }
        catch (DbException fault)
        {
            logger.LogDebug(fault, "This node could not say that it stops.");
        }
    }
}
