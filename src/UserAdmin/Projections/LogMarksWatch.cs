using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// For the runner: what the log says of itself, and writing down that it is another log before a rebuild makes that
/// forgotten.
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

    /// <summary>Reads the events that were set aside and the mismatches that are open.</summary>
    public void Look(LogReader log)
    {
        log.LookForSetAside();
        var open = log.OpenMismatches();
        (state.SetAside, state.Mismatch) = (log.SetAside.Count, open.Count > 0 ? open[0] : null);
    }

    /// <summary>Notes that the log does not continue where the read model stands.</summary>
    public void Note(Checkpoint expected, LogReader log) =>
        _unrecorded ??= new(
            expected.Position,
            Convert.ToHexStringLower(expected.Hash),
            log.HashAt(expected.Position) is { } hash ? Convert.ToHexStringLower(hash) : null,
            log.Tail().Position
        );

    /// <summary>
    /// While there is no complete read model of this shape, the one before it knows which log it was built from.
    /// </summary>
    public void CompareWithPredecessor(LogReader log)
    {
        if (
            readStore.FindPredecessor() is { } before
            && log.HashAt(before.Position)?.AsSpan().SequenceEqual(before.Hash) is not true
        )
        {
            Note(before, log);
        }
    }

    /// <summary>
    /// Writes down what was noted, again and again until it is written, and only then asks for the rebuild.
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
                "That the log is another one could not be recorded; the read model is not rebuilt before."
            );
        }
    }
}
