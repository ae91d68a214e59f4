namespace UserAdmin.EventLog;

/// <summary>The finding that the log is not the one that the read model was built from.</summary>
/// <param name="Position">Position of the event that recorded it.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="ExpectedPosition">Position that the read model had reached.</param>
/// <param name="ExpectedHash">Hash of the event applied at that position, as hex.</param>
/// <param name="FoundHash">Hash of the event found at that position; null if the log ended before it.</param>
/// <param name="LogEnd">Position of the last event in the log.</param>
public sealed record LogMismatch(
    long Position,
    DateTimeOffset At,
    long ExpectedPosition,
    string ExpectedHash,
    string? FoundHash,
    long LogEnd
);
