using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Nodes;

/// <summary>Tells whether this node is the leader.</summary>
public interface ILeadership
{
    /// <summary>Whether this node does the work that must be done once.</summary>
    bool IsLeader { get; }
}

/// <summary>Runs the work of the leader while this node is the leader.</summary>
internal sealed class Leadership(
    ILeaderElection election,
    IEnumerable<LeaderRunner> runners,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<Leadership> logger
) : BackgroundService, ILeadership
{
    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(2);

    private volatile bool _isLeader;

    public bool IsLeader => _isLeader;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The program is stopping.
            }
            catch (Exception fault)
            {
                // As long as this node is the leader, no other one does this work.
                logger.LogError(fault, "The work of the leader ended; the nodes choose a leader again.");
                await Task.Delay(_afterFault, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LeadAsync(CancellationToken stoppingToken)
    {
        await using var term = await election.LeadAsync(stoppingToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Ended);
        var started = new List<LeaderRunner>();
        logger.LogDebug("This node is the leader.");
        _isLeader = true;
        try
        {
            foreach (var runner in runners)
            {
                await runner.Runner.StartAsync(CancellationToken.None);
                started.Add(runner);
            }

            var ended = await Task.WhenAny([
                Task.Delay(Timeout.InfiniteTimeSpan, over.Token),
                .. started.Select(runner => runner.Runner.ExecuteTask!),
            ]);
            if (!over.IsCancellationRequested)
            {
                await ended;
                throw new InvalidOperationException("A background worker has ended by itself.");
            }
        }
        finally
        {
            _isLeader = false;
            // Each ends its step first. Until then this node does not stand for election.
            await Task.WhenAll(started.Select(runner => runner.Runner.StopAsync(CancellationToken.None)));
            started.ForEach(runner => heartbeats.Forget(runner.Name));
        }

        if (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning("This node is no longer the leader: its connection to the database was lost.");
        }
    }
}
