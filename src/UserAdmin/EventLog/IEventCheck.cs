namespace UserAdmin.EventLog;

/// <summary>
/// Looks at an event before it is committed: what is in the log stays there, so whatever cannot be read, described and
/// taken in again must not get in (decision 51).
/// </summary>
internal interface IEventCheck
{
    /// <exception cref="UnrecordableEventException">It would stop whoever follows the log. Nothing may be
    /// committed.</exception>
    void Verify(IEvent @event, EventRecord record);
}

/// <summary>Tries out what a follower of the log other than the read model does with an event.</summary>
internal interface IEventTrial
{
    /// <summary>Throws when the follower could not take the event in.</summary>
    void Try(IEvent @event);
}

/// <summary>
/// A command made an event that nobody could read again. It is a fault of the program; nothing was changed.
/// </summary>
internal sealed class UnrecordableEventException(EventRecord record, string problem, Exception? cause = null)
    : Exception(
        $"{record.CommandName} made an event, {record.Type}, that cannot be kept: {problem} Nothing was changed.",
        cause
    );
