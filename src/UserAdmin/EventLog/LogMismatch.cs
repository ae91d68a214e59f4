namespace UserAdmin.EventLog;

/// <summary>The log was found to be another one than the read model had been built from.</summary>
/// <param name="Position">Position of the event that recorded it.</param>
/// <param name="At">When.</param>
/// <param name="ExpectedPosition">Where the read model stood.</param>
/// <param name="ExpectedHash">Hash of the event it had taken in there, as hex.</param>
/// <param name="FoundHash">Hash of the event that was there instead; null when the log ended before it.</param>
/// <param name="LogEnd">Where the log ended.</param>
public sealed record LogMismatch(
    long Position,
    DateTimeOffset At,
    long ExpectedPosition,
    string ExpectedHash,
    string? FoundHash,
    long LogEnd
);
