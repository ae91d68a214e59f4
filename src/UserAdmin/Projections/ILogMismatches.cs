namespace UserAdmin.Projections;

/// <summary>The finding that the log is not the one that the read model was built from.</summary>
/// <param name="ExpectedPosition">Position that the read model had reached.</param>
/// <param name="ExpectedHash">Hash of the event applied at that position, as lower-case hex.</param>
/// <param name="FoundHash">Hash of the event now at that position, or null if the log ends before it.</param>
/// <param name="LogEnd">Position of the last event in the log.</param>
internal sealed record FoundLogMismatch(long ExpectedPosition, string ExpectedHash, string? FoundHash, long LogEnd);

/// <summary>Records in the log that it is a different one, before a rebuild erases the evidence.</summary>
internal interface ILogMismatches
{
    /// <exception cref="InvalidOperationException">The mismatch could not be recorded; the message tells
    /// why.</exception>
    Task RecordAsync(FoundLogMismatch mismatch, CancellationToken cancellationToken);
}
