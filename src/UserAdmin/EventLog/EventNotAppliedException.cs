namespace UserAdmin.EventLog;

/// <summary>An event that the read model cannot apply.</summary>
/// <param name="position">Its position in the log.</param>
/// <param name="eventType">Its type; empty when not even that could be read.</param>
/// <param name="cause">What went wrong.</param>
public sealed class EventNotAppliedException(long position, string eventType, Exception cause)
    : Exception(
        FormattableString.Invariant($"The read model cannot apply event {position} ({eventType}): {cause.Message}"),
        cause
    )
{
    /// <summary>Its position in the log.</summary>
    public long Position { get; } = position;

    /// <summary>Its type.</summary>
    public string EventType { get; } = eventType;
}
