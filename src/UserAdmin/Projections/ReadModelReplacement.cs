using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>
/// Puts another read model to use: one that was asked for and is rebuilt here while the old one serves, or one that
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

    // One rebuild for one mismatch: when it does not help, only a person can.
    private bool _hasRebuiltForMismatch;

    /// <summary>
    /// The rebuild under way, or the last one. Never fails: that is in <see cref="ProjectionState"/>.
    /// </summary>
    public Task Rebuilding { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Whether a log that does not continue where the read model stands is a reason for a rebuild: not during one, and
    /// not after one that did not help.
    /// </summary>
    public bool MayHelp => Rebuilding.IsCompleted && !_hasRebuiltForMismatch;

    /// <summary>Asks for a rebuild because the log is not the one that the read model was built from.</summary>
    public void RequestForMismatch()
    {
        _hasRebuiltForMismatch = true;
        requests.Request();
    }

    /// <summary>Turns to a newer read model if there is one, and begins a rebuild that was asked for.</summary>
    /// <param name="stoppingToken">The program ends.</param>
    public void Step(CancellationToken stoppingToken)
    {
        TurnToNewer();
        if (Rebuilding.IsCompleted && requests.Take())
        {
            Rebuilding = Task.Run(() => Rebuild(stoppingToken), CancellationToken.None);
        }
    }

    /// <summary>
    /// Tells everybody that anything may have changed: the read model was replaced, or moved on by another process.
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
            // The program ends; the read model in use was not touched.
        }
        catch (EventNotAppliedException fault)
        {
            logger.LogError(
                fault,
                "The rebuild of the read model stopped before event {Position}; the one in use stays. If "
                    + "the program cannot be mended, go on without that event: "
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
