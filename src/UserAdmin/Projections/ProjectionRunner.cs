using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// Follows the log and updates the read model. There is one runner and one checkpoint. It never skips an event: one
/// that cannot be applied pauses it, visibly, until it can be applied. If the log does not continue from the
/// checkpoint, the read model is rebuilt.
/// </summary>
internal sealed class ProjectionRunner(
    IWriteStore writeStore,
    ReadModelInUse inUse,
    ReadModelReplacement replacement,
    LogSignal signal,
    ReadModelPosition position,
    ChangeFeed feed,
    ProjectionState state,
    IEnumerable<IEventFollower> followers,
    IEnumerable<ILogListener> listeners,
    LogMarksWatch marks,
    ProjectionInstruments instruments,
    IDatabaseFaults faults,
    DatabaseWaits waits,
    TimeProvider time,
    ILogger<ProjectionRunner> logger
) : BackgroundService
{
    /// <summary>The interval of the heartbeat and of the check for events written by other processes.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The maximum number of events applied at a time. The pages that these events read and change must fit into the
    /// writer's page cache, or they are read twice. The events of one chunk of an import fit into a batch.
    /// </summary>
    internal const int BatchSize = 512;

    /// <summary>How many batches of a backlog may be read before they are applied.</summary>
    internal const int BatchesAhead = 2;

    private static readonly TimeSpan _longestRetry = TimeSpan.FromSeconds(30);

    private LogReader _log = null!;
    private long _nextTry;
    private IDisposable? _wait;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var log = _log = new LogReader(writeStore);
        if (!inUse.Open())
        {
            return;
        }

        position.Set(inUse.Checkpoint.Position);
        marks.Look(_log);
        if (!inUse.Checkpoint.IsComplete)
        {
            logger.LogInformation(
                "There is no read model of this version yet: it is being built from the log, beside any other."
            );
            state.IsBuilding = true;
            marks.CompareWithPredecessor(_log);
        }

        var listening = listeners.Select(listener => listener.ListenAsync(signal.Wake, stoppingToken)).ToList();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Step(stoppingToken);
                await marks.RecordAsync(_log, stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is shutting down; the checkpoint tells where to continue.
        }
        finally
        {
            _wait?.Dispose();
            await replacement.Rebuilding;
            await Task.WhenAll(listening);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var beat = new CancellationTokenSource(Beat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, beat.Token);
        try
        {
            await signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // No new events: time for a heartbeat.
        }
    }

    private void Step(CancellationToken stoppingToken)
    {
        var isReached = false;
        try
        {
            // Events of other processes count as lag before they are read, and while the runner has paused.
            signal.AdvanceTo(_log.Tail().Position);
            isReached = true;
            _wait?.Dispose();
            _wait = null;
            // The failing event may have been set aside meanwhile, by this process or another.
            if (state.Pause is null || _log.LookForSetAside() || time.GetTimestamp() >= _nextTry)
            {
                Follow();
            }

            replacement.Step(stoppingToken);
        }
        catch (CheckpointMovedException)
        {
            inUse.Refresh();
            replacement.Publish();
            signal.Wake();
        }
        catch (LogMismatchException fault) when (replacement.MayHelp)
        {
            logger.LogWarning(
                fault,
                "The log is not the one the read model was built from; the read model is rebuilt."
            );
            signal.Reset(_log.Tail().Position);
            Pause(fault);
            marks.Note(inUse.Checkpoint, _log);
        }
        catch (Exception fault) when (faults.MayPass(fault) && !(waits.Elapsed >= DatabaseWaits.Patience))
        {
            // The pages say that the server does not answer; the next beat tries again.
            if (_wait is null)
            {
                logger.LogWarning(fault, "The database server does not answer; the projection runner waits for it.");
                _wait = waits.Begin();
            }
        }
        catch (Exception fault)
        {
            // The runner must survive every exception; otherwise no page would be updated until a restart.
            Pause(fault);
            if (!isReached)
            {
                // Goes on as soon as the database answers again.
                _nextTry = 0;
            }
        }

        state.Beat(time.GetUtcNow());
    }

    private void Follow()
    {
        try
        {
            while (FollowToEnd(BatchSize)) { }
        }
        catch (Exception fault) when (fault is not CheckpointMovedException)
        {
            // One by one, so that all events before the failing one are applied.
            while (FollowToEnd(1)) { }
        }

        CheckLog();
        inUse.Complete();
        state.IsBuilding = false;
        state.Resume(time.GetUtcNow());
    }

    /// <summary>Applies the events up to the end of the log.</summary>
    /// <returns>True if there was any.</returns>
    private bool FollowToEnd(int batch)
    {
        var checkpoint = inUse.Checkpoint;
        var (start, isCurrent, isMarked) = (checkpoint.Position, true, false);
        try
        {
            ReadAhead.Each(
                _log.Batches(start, checkpoint.Hash, batch).TakeWhile(_ => isCurrent),
                BatchesAhead,
                events =>
                {
                    isCurrent = inUse.TryApply(events, position.Set);
                    if (isCurrent)
                    {
                        instruments.Projected(events.Records.Count);
                        isMarked |= events.Records.Any(record => record.SubjectId == LogSubject.Id);
                        Publish(events.Records);
                        state.Beat(time.GetUtcNow());
                    }
                }
            );
        }
        finally
        {
            // Only now, because the other thread reads with the same reader.
            if (isMarked)
            {
                marks.Look(_log);
            }
        }

        return inUse.Checkpoint.Position != start;
    }

    private void Publish(IReadOnlyList<EventRecord> events)
    {
        foreach (var follower in followers)
        {
            follower.Followed(events);
        }

        feed.Publish(
            new ReadModelChange(events[^1].Position, events.Select(record => record.SubjectId).ToHashSet())
            {
                ChangesRoles = events.Any(EventCodec.MayBe<IChangesRole>),
            }
        );
    }

    private void CheckLog()
    {
        var checkpoint = inUse.Checkpoint;
        if (_log.HashAt(checkpoint.Position) is not { } hash || !hash.AsSpan().SequenceEqual(checkpoint.Hash))
        {
            throw new LogMismatchException(checkpoint.Position, _log.Tail().Position);
        }
    }

    private void Pause(Exception fault)
    {
        var at = inUse.Checkpoint.Position + 1;
        var isOfTheEvent = fault is EventNotAppliedException or UnreadableEventException;
        var tries = state.PauseAt(
            at,
            isOfTheEvent ? TryReadType(at) : "",
            (fault as EventNotAppliedException)?.InnerException ?? fault,
            time.GetUtcNow()
        );
        var wait = TimeSpan.FromSeconds(
            Math.Min(_longestRetry.TotalSeconds, Math.Pow(2, Math.Min(tries, 10) - 1) * 0.25)
        );
        _nextTry = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        // While the server is away it is asked four times a second or so, and each try would say the same.
        logger.Log(
            tries > 1 && faults.MayPass(fault) ? LogLevel.Debug : LogLevel.Error,
            fault,
            "The projection runner has paused before event {Position} (try {Tries}).",
            at,
            tries
        );
    }

    private string TryReadType(long at)
    {
        try
        {
            return _log.TypeAt(at);
        }
        catch (System.Data.Common.DbException)
        {
            return "";
        }
    }
}
