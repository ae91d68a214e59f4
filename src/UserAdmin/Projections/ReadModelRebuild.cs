using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>Builds a read model from the first event on, beside the one in use.</summary>
internal sealed class ReadModelRebuild(IReadStore readStore, IWriteStore writeStore, TimeProvider time)
{
    private const int BatchSize = 5000;

    /// <summary>Fills a candidate up to the log's end. The caller brings it the last step, completes it and puts it to use.</summary>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Gives up; the read model in use is not touched.</param>
    public ReadModelWriter Build(Action<RebuildProgress> progress, CancellationToken cancellationToken)
    {
        using var log = new LogReader(writeStore);
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var candidate = readStore.CreateCandidate();
        try
        {
            while (CatchUp(candidate, log, BatchSize) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var seconds = time.GetElapsedTime(started).TotalSeconds;
                var position = candidate.Checkpoint.Position;
                progress(new RebuildProgress(position, Math.Max(log.Tail().Position, position), startedAt, seconds > 0 ? position / seconds : 0));
            }

            return candidate;
        }
        catch
        {
            candidate.Dispose();
            throw;
        }
    }

    /// <summary>Takes in the next events of the log, if there are any.</summary>
    /// <returns>How many.</returns>
    public static int CatchUp(ReadModelWriter writer, LogReader log, int take)
    {
        var events = log.Read(writer.Checkpoint.Position, take);
        if (events.Count > 0)
        {
            writer.Apply(events);
        }

        return events.Count;
    }
}
