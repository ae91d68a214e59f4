using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>Rebuilds the read model from the command line; a running program turns to the new one by itself.</summary>
public interface IReadModelRebuild
{
    /// <summary>Builds a read model beside the one in use and puts it to use.</summary>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Cancels the rebuild; the read model in use is not touched.</param>
    /// <returns>Position it stands at.</returns>
    /// <exception cref="StartupException">Another rebuild is running, or the log's chain is broken.</exception>
    /// <exception cref="EventNotAppliedException">One event cannot be applied; it may now be set aside.</exception>
    long Run(Action<RebuildProgress> progress, CancellationToken cancellationToken);
}

/// <summary>Builds a read model from the first event on, beside the one in use.</summary>
internal sealed class ReadModelRebuild(
    IReadStore readStore,
    IWriteStore writeStore,
    ProjectionState state,
    TimeProvider time
) : IReadModelRebuild
{
    /// <summary>
    /// Events applied at a time: few, because without a journal a commit costs next to nothing, and decoded events
    /// that wait are carried along by every collection.
    /// </summary>
    internal const int BatchSize = 200;

    // Reading is the quicker half: what waits is only there so that writing never does.
    private const int BatchesAhead = 2;

    public long Run(Action<RebuildProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var place = readStore.HoldCandidate();
            using var inUse = readStore.OpenWriter();
            using (var log = new LogReader(writeStore))
            {
                // The read model in use, or while that is not complete the one before it, is the only witness of the
                // log that it was built from.
                var witness = readStore.FindCheckpoint() ?? inUse.Checkpoint;
                if (
                    witness.Position > 0
                    && log.HashAt(witness.Position)?.AsSpan().SequenceEqual(witness.Hash) is not true
                )
                {
                    throw new StartupException(
                        "The event log is not the one that the read model was built from. Start the "
                            + "program instead: it records that, and builds the read model anew by itself."
                    );
                }
            }

            using var candidate = Build(progress, cancellationToken);
            candidate.Complete(inUse.Checkpoint.Generation + 1);
            readStore.Use(candidate);
            return candidate.Checkpoint.Position;
        }
        catch (Exception fault) when (fault is RebuildRunningException or LogMismatchException)
        {
            throw new StartupException(fault.Message, fault);
        }
        catch (EventNotAppliedException fault)
        {
            state.RebuildFailed(fault);
            throw;
        }
    }

    /// <summary>
    /// Fills a candidate up to the log's end. The caller brings it the last step, completes it and puts it to use.
    /// </summary>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Cancels the rebuild; the read model in use is not touched.</param>
    /// <exception cref="EventNotAppliedException">One event cannot be applied.</exception>
    public ReadModelWriter Build(Action<RebuildProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            return Build(progress, long.MaxValue, cancellationToken);
        }
        catch (BatchNotAppliedException fault)
        {
            // One event of the batch is to blame, and it takes another rebuild to tell which: without a journal the
            // half-written batch is not undone.
            return Build(progress, fault.After, cancellationToken);
        }
        catch (UnreadableEventException fault)
        {
            using var log = new LogReader(writeStore);
            throw new EventNotAppliedException(fault.Position, log.TypeAt(fault.Position), fault);
        }
    }

    private ReadModelWriter Build(
        Action<RebuildProgress> progress,
        long aloneAfter,
        CancellationToken cancellationToken
    )
    {
        using var log = new LogReader(writeStore);
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        progress(new RebuildProgress(0, log.Tail().Position, startedAt, 0));
        var candidate = readStore.CreateCandidate();
        try
        {
            // A reader of its own for the other thread.
            using var ahead = new LogReader(writeStore);
            ReadAhead.Each(
                ahead.Batches(candidate.Checkpoint.Position, candidate.Checkpoint.Hash, BatchSize, aloneAfter),
                BatchesAhead,
                events =>
                {
                    candidate.Apply(events);
                    var seconds = time.GetElapsedTime(started).TotalSeconds;
                    var position = candidate.Checkpoint.Position;
                    progress(
                        new RebuildProgress(
                            position,
                            Math.Max(log.Tail().Position, position),
                            startedAt,
                            seconds > 0 ? position / seconds : 0
                        )
                    );
                },
                cancellationToken
            );
            return readStore.MakeDurable(candidate);
        }
        catch (Exception fault)
        {
            candidate.Dispose();
            if (candidate.IsOfAnEvent(fault) && aloneAfter == long.MaxValue)
            {
                throw new BatchNotAppliedException(candidate.Checkpoint.Position, fault);
            }

            throw;
        }
    }

    /// <summary>Applies the next events of the log, if there are any.</summary>
    /// <returns>How many.</returns>
    public static int CatchUp(ReadModelWriter writer, LogReader log, int take)
    {
        var events = log.Read(writer.Checkpoint.Position, take);
        while (events.Count > 0)
        {
            try
            {
                writer.Apply(events);
                break;
            }
            catch (Exception fault) when (events.Count > 1 && writer.IsOfAnEvent(fault))
            {
                // The event to blame is named once it comes alone.
                events = events[..(events.Count / 2)];
            }
        }

        return events.Count;
    }

    private sealed class BatchNotAppliedException(long after, Exception cause) : Exception(cause.Message, cause)
    {
        public long After { get; } = after;
    }
}
