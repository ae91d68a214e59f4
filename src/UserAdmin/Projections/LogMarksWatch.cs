using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// Reads which events the log marks as set aside and which mismatches are open, and records a mismatch before a rebuild
/// erases the evidence.
/// </summary>
internal sealed class LogMarksWatch(
    IReadStore readStore,
    ReadModelReplacement replacement,
    ProjectionState state,
    ILogMismatches mismatches,
    ILogger<LogMarksWatch> logger
)
{
    private FoundLogMismatch? _unrecorded;

    /// <summary>Reads the events that were set aside and the open mismatches.</summary>
    public void Look(LogReader log)
    {
        log.LookForSetAside();
        var open = log.OpenMismatches();
        (state.SetAside, state.Mismatch) = (log.SetAside.Count, open.Count > 0 ? open[0] : null);
    }

    /// <summary>
    /// Remembers that the log does not continue from the checkpoint. If the read model was built from this log before
    /// it was sealed, nothing is wrong, and it is only built again.
    /// </summary>
    public void Note(Checkpoint expected, LogReader log)
    {
        if (log.HadFormerly(expected.Position, expected.Hash))
        {
            logger.LogInformation("The log was sealed since the read model was built: it is built again.");
            replacement.RequestForMismatch();
            return;
        }

        _unrecorded ??= new(
            expected.Position,
            Convert.ToHexStringLower(expected.Hash),
            log.HashAt(expected.Position) is { } hash ? Convert.ToHexStringLower(hash) : null,
            log.Tail().Position
        );
    }

    /// <summary>
    /// Compares the log with the predecessor's checkpoint, used while there is no complete read model of this shape.
    /// </summary>
    public void CompareWithPredecessor(LogReader log)
    {
        if (
            readStore.FindPredecessor() is { } before
            && log.HashAt(before.Position)?.AsSpan().SequenceEqual(before.Hash) is not true
            // Nothing else has to be built again than what is being built.
            && !log.HadFormerly(before.Position, before.Hash)
        )
        {
            Note(before, log);
        }
    }

    /// <summary>
    /// Records the mismatch, if there is one, and then requests the rebuild. After a failure the next call tries again.
    /// </summary>
    public async Task RecordAsync(LogReader log, CancellationToken stoppingToken)
    {
        if (_unrecorded is not { } mismatch)
        {
            return;
        }

        try
        {
            await mismatches.RecordAsync(mismatch, stoppingToken);
            _unrecorded = null;
            Look(log);
            replacement.RequestForMismatch();
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(
                fault,
                "The mismatch of the log could not be recorded; until it is, the read model is not rebuilt."
            );
        }
    }
}
