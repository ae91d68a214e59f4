using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>
/// Switches to another read model: one that is rebuilt here on request while the old one stays in use, or one that
/// another process has rebuilt.
/// </summary>
internal sealed class ReadModelReplacement(
    IReadStore readStore,
    ReadModelInUse inUse,
    ReadModelRebuild rebuild,
    RebuildRequests requests,
    ReadModelPosition position,
    ChangeFeed feed,
    ProjectionState state,
    IEnumerable<IEventFollower> followers,
    TimeProvider time,
    ILogger<ReadModelReplacement> logger
)
{
    private static readonly IReadOnlySet<string> _anything = new HashSet<string>();
    private static readonly TimeSpan _newerInterval = TimeSpan.FromSeconds(2);

    private long _lookedForNewer;

    // Only one rebuild is tried for a mismatch. If it does not help, a person must act.
    private bool _hasRebuiltForMismatch;

    /// <summary>
    /// The rebuild in progress, or the last one. The task never fails; errors are reported in <see
    /// cref="ProjectionState"/>.
    /// </summary>
    public Task Rebuilding { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Whether a rebuild may fix a mismatch between log and read model: not while one is running, and not after one
    /// that did not help.
    /// </summary>
    public bool MayHelp => Rebuilding.IsCompleted && !_hasRebuiltForMismatch;

    /// <summary>Requests a rebuild because the log is not the one that the read model was built from.</summary>
    public void RequestForMismatch()
    {
        _hasRebuiltForMismatch = true;
        requests.Request();
    }

    /// <summary>Switches to a newer read model if there is one, and starts a rebuild if one was requested.</summary>
    /// <param name="stoppingToken">Cancelled when the program shuts down.</param>
    public void Step(CancellationToken stoppingToken)
    {
        TurnToNewer();
        if (Rebuilding.IsCompleted && requests.Take())
        {
            Rebuilding = Task.Run(() => Rebuild(stoppingToken), CancellationToken.None);
        }
    }

    /// <summary>
    /// Notifies all followers and subscribers that anything may have changed, because the read model was replaced or
    /// another process advanced it.
    /// </summary>
    public void Publish()
    {
        var now = inUse.Checkpoint.Position;
        foreach (var follower in followers)
        {
            follower.Replaced();
        }

        position.Set(now);
        feed.Publish(new ReadModelChange(now, _anything));
    }

    private void TurnToNewer()
    {
        if (!Rebuilding.IsCompleted || time.GetElapsedTime(_lookedForNewer) < _newerInterval)
        {
            return;
        }

        _lookedForNewer = time.GetTimestamp();
        if (readStore.OpenNewer() is { } newer)
        {
            PutToUse(newer, isBuiltHere: false);
        }
    }

    private void Rebuild(CancellationToken stoppingToken)
    {
        try
        {
            state.RebuildFailed(null);
            using var place = readStore.HoldCandidate();
            PutToUse(rebuild.Build(state.RebuildAt, stoppingToken), isBuiltHere: true);
            logger.LogInformation("The read model was rebuilt up to position {Position}.", inUse.Checkpoint.Position);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is shutting down; the read model in use is unchanged.
        }
        catch (EventNotAppliedException fault)
        {
            logger.LogError(
                fault,
                "The rebuild of the read model stopped before event {Position}; the one in use stays. If "
                    + "the program cannot be fixed, continue without that event: "
                    + "on the page System, or rebuild --set-aside {Position} --reason \"why\".",
                fault.Position,
                fault.Position
            );
            state.RebuildFailed(fault);
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "The rebuild of the read model failed; the one in use stays.");
            state.RebuildFailed(fault);
        }
        finally
        {
            state.RebuildAt(null);
        }
    }

    private void PutToUse(ReadModelWriter newer, bool isBuiltHere)
    {
        inUse.Replace(newer, isBuiltHere, ProjectionRunner.BatchSize, position.Set);
        _hasRebuiltForMismatch = false;
        state.Resume(time.GetUtcNow());
        Publish();
    }
}
