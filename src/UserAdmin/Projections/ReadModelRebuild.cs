using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// Rebuilds the read model from the command line. A running program switches to the new one by itself.
/// </summary>
public interface IReadModelRebuild
{
    /// <summary>Builds a read model beside the one in use and then switches to it.</summary>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Cancels the rebuild; the read model in use is not touched.</param>
    /// <returns>The position that the new read model has reached.</returns>
    /// <exception cref="StartupException">Another rebuild is running, or the log's chain is broken.</exception>
    /// <exception cref="EventNotAppliedException">One event cannot be applied; an operator may now set it
    /// aside.</exception>
    long Run(Action<RebuildProgress> progress, CancellationToken cancellationToken);
}

/// <summary>Builds a read model from the first event, beside the one in use.</summary>
internal sealed class ReadModelRebuild(
    IReadStore readStore,
    IWriteStore writeStore,
    ProjectionState state,
    TimeProvider time
) : IReadModelRebuild
{
    /// <summary>
    /// The number of events applied at a time. It is small because a commit without a journal costs almost nothing,
    /// while waiting decoded events make every garbage collection slower.
    /// </summary>
    internal const int BatchSize = 200;

    // Reading is faster than writing. The waiting batches only ensure that the writer never has to wait.
    private const int BatchesAhead = 2;

    public long Run(Action<RebuildProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var place = readStore.HoldCandidate();
            using var inUse = readStore.OpenWriter();
            using (var log = new LogReader(writeStore))
            {
                // Only the read model in use (or its predecessor while it is not complete) tells which log it was built
                // from.
                var witness = readStore.FindCheckpoint() ?? inUse.Checkpoint;
                if (
                    witness.Position > 0
                    && log.HashAt(witness.Position)?.AsSpan().SequenceEqual(witness.Hash) is not true
                    && !log.HadFormerly(witness.Position, witness.Hash)
                )
                {
                    throw new StartupException(
                        "The event log is not the one that the read model was built from. Start the "
                            + "program instead: it records that, and rebuilds the read model by itself."
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
    /// Builds a candidate up to the end of the log. The caller applies any later events, completes it and switches to
    /// it.
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
            // One event of the batch caused the failure. Finding it takes another rebuild, because without a journal
            // the half-written batch cannot be rolled back.
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
            // The other thread needs its own reader.
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
    /// <returns>The number of events applied.</returns>
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
                // Halve the batch until it is a single event; then the exception names the event that failed.
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
