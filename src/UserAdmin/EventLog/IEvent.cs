namespace UserAdmin.EventLog;

/// <summary>Something that happened, named in the past tense, with all the data that a projection needs.</summary>
internal interface IEvent
{
    /// <summary>Id of the user or role it happened to.</summary>
    string SubjectId { get; }

    /// <summary>Describes what happened, for the history, without the subject: "Email changed".</summary>
    string Describe();

    /// <summary>The fields that changed; empty for an event that is not about fields.</summary>
    IReadOnlyList<FieldChange> Changes => [];
}

/// <summary>Marks an event that may change what its subject, a user, may do.</summary>
internal interface IChangesAccess : IEvent;

/// <summary>Marks an event that may change what anybody may do.</summary>
internal interface IChangesAnyAccess : IChangesAccess;

/// <summary>
/// Marks an event that ends the subject's sessions: the account can no longer be used or its security stamp changed. A
/// person who did this to their own account stays signed in.
/// </summary>
internal interface IEndsSessions : IEvent
{
    /// <summary>Whether this event does, for a type whose events differ.</summary>
    bool EndsSessions => true;
}

/// <summary>
/// Marks the first event of a subject. Its id must never have been used before; otherwise it would inherit the history
/// of another subject.
/// </summary>
internal interface IBeginsSubject : IEvent;

/// <summary>
/// Marks an event with which the log begins to know an account, perhaps one with the id of another that was purged.
/// </summary>
internal interface IBeginsAccount : IEvent;

/// <summary>
/// Marks the last event of an account, with which everything that the log says about it is erased: its key is deleted
/// in the same transaction.
/// </summary>
internal interface IErasesSubject : IEvent;

/// <summary>Marks an event that is of no interest to a person who reads a history.</summary>
internal interface INotInHistory;

/// <summary>Marks an event that may change what the members of a role may do, and therefore anyone's access.</summary>
internal interface IChangesRole : IChangesAnyAccess;

/// <summary>An object that records events for its own changes until the unit of work collects them.</summary>
internal interface IRecordsEvents
{
    /// <summary>The events recorded but not collected yet, in order.</summary>
    List<IEvent> Events { get; }
}

/// <summary>Records an event that no entity stands for.</summary>
/// <param name="event">The event.</param>
internal sealed class RecordedAlone(IEvent @event) : IRecordsEvents
{
    /// <inheritdoc/>
    public List<IEvent> Events { get; } = [@event];
}

/// <summary>Declares why the read model uses an event only for the history.</summary>
/// <param name="because">The reason.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class OnlyInHistoryAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
