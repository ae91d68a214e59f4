using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// Follows the log and keeps the read model. One runner, one checkpoint. It never skips: an event that cannot be taken in
/// pauses it, in the open, until it can. A log that does not continue where the read model stands makes it rebuild.
/// </summary>
internal sealed class ProjectionRunner(
    IReadStore readStore, IWriteStore writeStore, LogSignal signal, ReadModelPosition position, ChangeFeed feed, ProjectionState state,
    RebuildRequests requests, ReadModelRebuild rebuild, AccessReader access, TimeProvider time, ILogger<ProjectionRunner> logger)
    : BackgroundService
{
    /// <summary>How often the runner shows life and looks for events of other processes.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>Most events taken in at a time: many, because what a backlog costs is pages written, and events of one batch share them.</summary>
    internal const int BatchSize = 2000;

    private static readonly TimeSpan _longestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _newerInterval = TimeSpan.FromSeconds(2);

    // Held while the writer in use applies a batch, and while a rebuild takes its place.
    private readonly Lock _writing = new();
    private ReadModelWriter _writer = null!;
    private LogReader _log = null!;
    private Task _rebuilding = Task.CompletedTask;
    private long _nextTry;
    private long _lookedForNewer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _log = new LogReader(writeStore);
        _writer = readStore.OpenWriter();
        position.Set(_writer.Checkpoint.Position);
        try
        {
            if (_writer.Checkpoint.Shape != Checkpoint.CurrentShape)
            {
                logger.LogInformation("The read model was built by another version of the program and is rebuilt.");
                requests.Request();
            }

            while (!stoppingToken.IsCancellationRequested)
            {
                Follow();
                TurnToNewer();
                if (_rebuilding.IsCompleted && requests.Take())
                {
                    _rebuilding = Task.Run(() => Rebuild(stoppingToken), CancellationToken.None);
                }

                state.Beat(time.GetUtcNow());
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; the checkpoint says where to go on.
        }
        finally
        {
            await _rebuilding;
            _writer.Dispose();
            _log.Dispose();
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), beat, Beat, Timeout.InfiniteTimeSpan);
        try
        {
            await signal.WaitAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // No news: time for a sign of life.
        }
    }

    private void Follow()
    {
        if (state.Pause is not null && time.GetTimestamp() < _nextTry)
        {
            return;
        }

        try
        {
            var batch = BatchSize;
            while (FollowOnce(ref batch))
            {
                state.Beat(time.GetUtcNow());
            }

            CheckLog();
            state.Resume(time.GetUtcNow());
        }
        catch (CheckpointMovedException)
        {
            lock (_writing)
            {
                _writer.Refresh();
            }

            position.Set(_writer.Checkpoint.Position);
            feed.Publish(new ReadModelChange(_writer.Checkpoint.Position, new HashSet<string>()));
            signal.Wake();
        }
        catch (LogMismatchException fault) when (_rebuilding.IsCompleted && state.Pause is null)
        {
            logger.LogWarning(fault, "The log is not the one the read model was built from; the read model is rebuilt.");
            Pause(fault);
            requests.Request();
        }
        catch (Exception fault)
        {
            Pause(fault);
        }
    }

    /// <summary>Takes in one batch. When it fails, its events are tried one by one, so that all before the bad one are taken in.</summary>
    private bool FollowOnce(ref int batch)
    {
        List<EventRecord> events;
        lock (_writing)
        {
            try
            {
                events = _log.Read(_writer.Checkpoint.Position, batch);
            }
            catch (UnreadableEventException) when (batch > 1)
            {
                batch = 1;
                return true;
            }

            if (events.Count == 0)
            {
                return false;
            }

            signal.Saw(events[^1].Position);
            try
            {
                _writer.Apply(events);
            }
            catch (Exception fault) when (fault is not CheckpointMovedException && events.Count > 1)
            {
                batch = 1;
                return true;
            }

            position.Set(_writer.Checkpoint.Position);
        }

        if (events.Exists(record => typeof(IChangesAccess).IsAssignableFrom(EventCodec.Types[record.Type])))
        {
            // They may have been appended by another process.
            access.Forget();
        }

        feed.Publish(new ReadModelChange(events[^1].Position, events.Select(record => record.SubjectId).ToHashSet()));
        return true;
    }

    private void CheckLog()
    {
        var checkpoint = _writer.Checkpoint;
        if (_log.HashAt(checkpoint.Position) is not { } hash || !hash.AsSpan().SequenceEqual(checkpoint.Hash))
        {
            throw new LogMismatchException(checkpoint.Position, _log.Tail().Position);
        }
    }

    private void Pause(Exception fault)
    {
        var at = _writer.Checkpoint.Position + 1;
        var type = fault is LogMismatchException ? "" : TryReadType(at);
        var tries = state.PauseAt(at, type, fault, time.GetUtcNow());
        var wait = TimeSpan.FromSeconds(Math.Min(_longestRetry.TotalSeconds, Math.Pow(2, Math.Min(tries, 10) - 1) * 0.25));
        _nextTry = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        logger.LogError(fault, "The projection runner has paused before event {Position} (try {Tries}).", at, tries);
    }

    private string TryReadType(long at)
    {
        try
        {
            return _log.Read(at - 1, 1) is [var record] ? record.Type : "";
        }
        catch (System.Data.Common.DbException)
        {
            return "";
        }
    }

    /// <summary>Turns to a read model that another process has rebuilt.</summary>
    private void TurnToNewer()
    {
        if (!_rebuilding.IsCompleted || time.GetElapsedTime(_lookedForNewer) < _newerInterval)
        {
            return;
        }

        _lookedForNewer = time.GetTimestamp();
        if (readStore.OpenNewer() is { } newer)
        {
            PutToUse(newer, complete: false);
        }
    }

    private void Rebuild(CancellationToken stoppingToken)
    {
        try
        {
            using var place = readStore.HoldCandidate();
            state.RebuildFailed(null);
            var candidate = rebuild.Build(state.RebuildAt, stoppingToken);
            PutToUse(candidate, complete: true);
            logger.LogInformation("The read model was rebuilt up to position {Position}.", candidate.Checkpoint.Position);
        }
        catch (OperationCanceledException)
        {
            // The program ends; the read model in use was not touched.
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

    /// <summary>Brings a read model to the log's end while nobody else follows it, then lets all queries go there.</summary>
    private void PutToUse(ReadModelWriter writer, bool complete)
    {
        try
        {
            lock (_writing)
            {
                while (ReadModelRebuild.CatchUp(writer, _log, BatchSize) > 0)
                {
                }

                if (complete)
                {
                    writer.Complete(_writer.Checkpoint.Generation + 1);
                }

                readStore.Use(writer);
                (var old, _writer) = (_writer, writer);
                old.Dispose();
            }
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        access.Forget();
        state.Resume(time.GetUtcNow());
        position.Set(writer.Checkpoint.Position);
        feed.Publish(new ReadModelChange(writer.Checkpoint.Position, new HashSet<string>()));
    }
}
