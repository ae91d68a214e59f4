namespace UserAdmin.EventLog;

/// <summary>Thrown when the read model cannot apply an event.</summary>
/// <param name="position">Its position in the log.</param>
/// <param name="eventType">Its type; empty if even the type could not be read.</param>
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
