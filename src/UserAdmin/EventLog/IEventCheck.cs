namespace UserAdmin.EventLog;

/// <summary>
/// Checks an event before it is committed. The log is permanent, so an event that cannot be read, described and applied
/// again must not enter it (decision 51).
/// </summary>
internal interface IEventCheck
{
    /// <exception cref="UnrecordableEventException">The event would stop every follower of the log. Nothing may be
    /// committed.</exception>
    void Verify(IEvent @event, EventRecord record);
}

/// <summary>Tests whether a follower of the log other than the read model can handle an event.</summary>
internal interface IEventTrial
{
    /// <summary>Throws if the follower could not handle the event.</summary>
    void Try(IEvent @event);
}

/// <summary>
/// Thrown when a command produced an event that could not be read again. This is a bug in the program; nothing was
/// changed.
/// </summary>
internal sealed class UnrecordableEventException(EventRecord record, string problem, Exception? cause = null)
    : Exception(
        $"{record.CommandName} made an event, {record.Type}, that cannot be kept: {problem} Nothing was changed.",
        cause
    );
