using System.Data.Common;
using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Index;

namespace UserAdmin.Monitoring;

/// <summary>The result of verifying the whole log.</summary>
/// <param name="Position">Last good position.</param>
/// <param name="HeadHash">Hash of the event at that position, as lower-case hex. Stored elsewhere, it can prove later
/// that nothing before it was changed.</param>
/// <param name="Problem">What is wrong at <paramref name="BadPosition"/>, as a sentence, or null.</param>
/// <param name="BadPosition">First bad position, or null.</param>
public sealed record LogVerdict(long Position, string HeadHash, string? Problem = null, long? BadPosition = null)
{
    /// <summary>What could not be checked, as a sentence, or null.</summary>
    public string? Unchecked { get; init; }

    /// <summary>What the log says about having been sealed; null if it was not, or was not read to its end.</summary>
    public LogSealingFacts? Sealing { get; init; }
}

/// <summary>
/// What a log says about having been sealed (decision 94). The hashes from before are those that it names, but only its
/// signature tells that the program wrote this.
/// </summary>
/// <param name="RecordedAt">Position of the event that says so.</param>
/// <param name="SealedAt">When, in UTC.</param>
/// <param name="Sealed">How many events were changed.</param>
/// <param name="Unreadable">How many of them can no longer be read.</param>
/// <param name="HeadPosition">Position of the last event that has a hash from before.</param>
/// <param name="KeyId">Fingerprint of the key that signed.</param>
/// <param name="HeadsFromBefore">How many kept heads were compared with hashes from before.</param>
public sealed record LogSealingFacts(
    long RecordedAt,
    DateTimeOffset SealedAt,
    long Sealed,
    long Unreadable,
    long HeadPosition,
    string KeyId,
    int HeadsFromBefore
);

/// <summary>A position and the hash of its event, as printed by an earlier verification.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Hash">As lower-case hex.</param>
public sealed record LogHead(long Position, string Hash)
{
    /// <summary>When it was signed, in UTC; null if it was kept without a signature.</summary>
    public DateTimeOffset? SignedAt { get; init; }
}

/// <summary>
/// Checks that the event log is contiguous and its hash chain unbroken. It writes nothing and needs only the write
/// database.
/// </summary>
public interface ILogVerification
{
    /// <summary>Verifies the log from its first event.</summary>
    /// <param name="kept">A head that was stored elsewhere and must be found in the log, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">The write database cannot be opened.</exception>
    LogVerdict Verify(LogHead? kept = null, CancellationToken cancellationToken = default);

    /// <summary>Verifies the log from its first event.</summary>
    /// <param name="kept">Heads that were stored elsewhere and must be found in the log, in any order.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">The write database cannot be opened.</exception>
    LogVerdict VerifyAgainst(IReadOnlyList<LogHead> kept, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class LogVerification(IWriteStore writeStore, IReadStore readStore) : ILogVerification
{
    public LogVerdict Verify(LogHead? kept, CancellationToken cancellationToken) =>
        VerifyAgainst(kept is null ? [] : [kept], cancellationToken);

    public LogVerdict VerifyAgainst(IReadOnlyList<LogHead> kept, CancellationToken cancellationToken)
    {
        // Read before the verification, so that events appended and projected meanwhile do not look like a truncated
        // log.
        var (seen, blind) = ReadCheckpoint();
        using var log = new LogReader(writeStore.OpenReadOnly(), writeStore.Layout, asStored: true);
        var verdict = LogChain.Verify(log, kept, writeStore.Explain, cancellationToken);
        // A row before the first event says less than an end that is missing.
        if (verdict.BadPosition >= 1)
        {
            return verdict;
        }

        verdict = verdict with { Unchecked = blind };
        try
        {
            var compared = Compare(log, verdict with { Problem = null, BadPosition = null }, seen);
            return compared.Problem is null ? verdict : compared;
        }
        catch (DbException fault)
        {
            return verdict with
            {
                Problem = $"The events are intact, but the rest of the file is not: {writeStore.Explain(fault)}",
                BadPosition = verdict.Position + 1,
            };
        }
    }

    /// <summary>Compares a log whose chain is unbroken with what other sources know about it.</summary>
    private static LogVerdict Compare(LogReader log, LogVerdict verdict, Checkpoint? seen)
    {
        var position = verdict.Position;
        return seen is not null && Truncation(log, seen, position) is { } cut
                ? verdict with
                {
                    Problem = cut,
                    BadPosition = Math.Min(position, seen.Position) + 1,
                }
            : log.OpenMismatches() is [var open, ..]
                ? verdict with
                {
                    Problem = Unexplained(open),
                    BadPosition = open.Position,
                }
            : verdict;
    }

    private static string Unexplained(LogMismatch open) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The chain is intact, but on {open.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC the log was found not "
                + $"to be the one that had been read up to event {open.ExpectedPosition}, and nobody has said "
                + $"why. Acknowledge it on the page System."
        );

    /// <summary>
    /// Detects a truncated log, which the hash chain cannot show, by comparing it with the read model's checkpoint.
    /// </summary>
    private static string? Truncation(LogReader log, Checkpoint seen, long position) =>
        seen.Position > position
            ? $"The log ends at event {position}, but the read model has already applied event "
                + $"{seen.Position}: the end was cut off or an older backup restored."
        : log.HashAt(seen.Position) is { } known && known.AsSpan().SequenceEqual(seen.Hash) ? null
        : log.HadFormerly(seen.Position, seen.Hash) ? null
        : $"Event {seen.Position} is not the one that the read model has applied: the log was replaced.";

    private (Checkpoint? Seen, string? Blind) ReadCheckpoint()
    {
        try
        {
            return readStore.FindCheckpoint() is { } seen
                ? (seen, null)
                : (null, "There is no read model, so an end that was cut off would not be noticed.");
        }
        catch (Exception fault) when (fault is DbException or StartupException)
        {
            return (null, "The read model cannot be read, so an end that was cut off would not be noticed.");
        }
    }
}
