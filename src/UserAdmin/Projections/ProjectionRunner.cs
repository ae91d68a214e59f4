using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// Follows the log and keeps the read model. One runner, one checkpoint. It never skips: an event that cannot be taken
/// in pauses it, in the open, until it can. A log that does not continue where the read model stands makes it rebuild.
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
    LogMarksWatch marks,
    TimeProvider time,
    ILogger<ProjectionRunner> logger
) : BackgroundService
{
    /// <summary>How often the runner shows life and looks for events of other processes.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Most events applied at a time: many, because what a backlog costs is pages written, and events of one batch
    /// share them.
    /// </summary>
    internal const int BatchSize = 2000;

    private static readonly TimeSpan _longestRetry = TimeSpan.FromSeconds(30);

    private LogReader _log = null!;
    private long _nextTry;

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
            // The program ends; the checkpoint says where to go on.
        }
        finally
        {
            await replacement.Rebuilding;
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
            // No news: time for a sign of life.
        }
    }

    private void Step(CancellationToken stoppingToken)
    {
        try
        {
            // Events of other processes count as lag before they are read, and while the runner has paused.
            signal.AdvanceTo(_log.Tail().Position);
            // It may have been set aside meanwhile, here or by another program.
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
        catch (Exception fault)
        {
            // Whatever it is, the runner must outlive it, or every page would stand still until a restart.
            Pause(fault);
        }

        state.Beat(time.GetUtcNow());
    }

    private void Follow()
    {
        var batch = BatchSize;
        while (FollowOnce(ref batch))
        {
            state.Beat(time.GetUtcNow());
        }

        CheckLog();
        inUse.Complete();
        state.IsBuilding = false;
        state.Resume(time.GetUtcNow());
    }

    /// <summary>
    /// Applies one batch. When it fails, its events are tried one by one, so that all before the bad one are applied.
    /// </summary>
    private bool FollowOnce(ref int batch)
    {
        var take = batch;
        List<EventRecord> events;
        try
        {
            events = inUse.ApplyNext(after => _log.Read(after, take), position.Set);
        }
        catch (Exception fault) when (fault is not CheckpointMovedException && take > 1)
        {
            batch = 1;
            return true;
        }

        if (events.Count == 0)
        {
            return false;
        }

        if (events.Exists(record => record.SubjectId == LogSubject.Id))
        {
            marks.Look(_log);
        }

        foreach (var follower in followers)
        {
            follower.Followed(events);
        }

        feed.Publish(
            new ReadModelChange(events[^1].Position, events.Select(record => record.SubjectId).ToHashSet())
            {
                ChangesRoles = events.Exists(EventCodec.MayBe<IChangesRole>),
            }
        );
        return true;
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
        logger.LogError(fault, "The projection runner has paused before event {Position} (try {Tries}).", at, tries);
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
