namespace UserAdmin.Projections;

/// <summary>That the log is not the one the read model was built from.</summary>
/// <param name="ExpectedPosition">Where the read model stood.</param>
/// <param name="ExpectedHash">Hash of the event that it had taken in there, as lower-case hex.</param>
/// <param name="FoundHash">Hash of the event that is there now, or null when the log ends before it.</param>
/// <param name="LogEnd">Where the log ended.</param>
internal sealed record FoundLogMismatch(long ExpectedPosition, string ExpectedHash, string? FoundHash, long LogEnd);

/// <summary>Writes down in the log that it is another one, before a rebuild makes that forgotten.</summary>
internal interface ILogMismatches
{
    /// <exception cref="InvalidOperationException">It could not be written down; the text says why.</exception>
    Task RecordAsync(FoundLogMismatch mismatch, CancellationToken cancellationToken);
}
