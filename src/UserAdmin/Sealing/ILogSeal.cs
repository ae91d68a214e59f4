using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <summary>
/// Seals a log that was written before personal texts were encrypted (decision 94), so that a purge makes them
/// unreadable in it too.
/// </summary>
public interface ILogSeal
{
    /// <summary>
    /// Seals the plain events. Interrupted anywhere, another run ends in the same; the log is plain or sealed, never a
    /// mixture of both. No console may run.
    /// </summary>
    /// <param name="tell">Told after each step. If it throws, the work ends there.</param>
    /// <param name="cancellationToken">Interrupts the work.</param>
    /// <exception cref="StartupException">It cannot be done; the message tells why and what to do.</exception>
    Task<SealReport> RunAsync(Action<SealProgress> tell, CancellationToken cancellationToken = default);
}

/// <summary>What sealing a log is doing.</summary>
public enum SealStage
{
    /// <summary>The chain was verified.</summary>
    Verified,

    /// <summary>Sealed forms of events were stored beside the log.</summary>
    Encrypted,

    /// <summary>The former hashes were copied; not committed yet.</summary>
    Kept,

    /// <summary>Events were replaced by their sealed forms and hashes computed again; not committed yet.</summary>
    Replaced,

    /// <summary>The event that says so was appended; not committed yet.</summary>
    Recorded,

    /// <summary>The log is sealed.</summary>
    Committed,

    /// <summary>Read models that were built from the plain log were deleted.</summary>
    Forgotten,

    /// <summary>Old bytes were removed from the database.</summary>
    Compacted,
}

/// <summary>How far sealing a log has come.</summary>
/// <param name="Stage">What was done last.</param>
/// <param name="Position">Position of the last event of which it was done.</param>
/// <param name="Target">Position of the last event of all.</param>
public sealed record SealProgress(SealStage Stage, long Position, long Target);

/// <summary>What sealing a log has done.</summary>
/// <param name="Sealed">How many events were sealed; 0 if there was nothing to do.</param>
/// <param name="Unreadable">How many of them can no longer be read, because their account had been purged, or a
/// policy of retention has erased their day.</param>
/// <param name="LeftPlain">How many events were left as they are, because this version cannot read them.</param>
/// <param name="RecordedAt">Position of the event that says that the log was sealed, now or earlier; null if every
/// event was written sealed.</param>
/// <param name="Position">Position of the last event.</param>
/// <param name="HeadHash">Its hash, as lower-case hex.</param>
/// <param name="IsComplete">Whether no old bytes of plain events are left in the database; otherwise another run tries
/// to remove them.</param>
/// <param name="Remaining">What was done about old bytes and what is left to do, as sentences; null if nothing was
/// done.</param>
public sealed record SealReport(
    long Sealed,
    long Unreadable,
    long LeftPlain,
    long? RecordedAt,
    long Position,
    string HeadHash,
    bool IsComplete,
    string? Remaining
);
