namespace UserAdmin.EventLog;

/// <summary>Something that happened, in the past tense, holding all that a projection needs to know of it.</summary>
internal interface IEvent
{
    /// <summary>Id of the user or role it happened to.</summary>
    string SubjectId { get; }

    /// <summary>What happened, for the history, without the subject: "Email changed".</summary>
    string Describe();

    /// <summary>Fields that changed; none for an event that is not about fields.</summary>
    IReadOnlyList<FieldChange> Changes => [];
}

/// <summary>Marks an event after which what somebody may do can have changed.</summary>
internal interface IChangesAccess;

/// <summary>
/// Marks an event after which the subject's sessions are over: the account was shut or its security stamp changed. A
/// person who did it to their own account stays signed in.
/// </summary>
internal interface IEndsSessions : IEvent;

/// <summary>
/// Marks the first event of a subject. Its id must never have been anybody else's: a history would go over to the wrong
/// one.
/// </summary>
internal interface IBeginsSubject : IEvent;

/// <summary>Marks an event that says nothing a person would look for in a history.</summary>
internal interface INotInHistory;

/// <summary>Marks an event after which what every member of a role may do can have changed, and so anybody's.</summary>
internal interface IChangesRole : IChangesAccess;

/// <summary>Something that records the events of its own changes until the unit of work collects them.</summary>
internal interface IRecordsEvents
{
    /// <summary>Recorded and not collected yet, in order.</summary>
    List<IEvent> Events { get; }
}

/// <summary>Says on an event why the read model takes no notice of it beyond the history.</summary>
/// <param name="because">The reason.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class OnlyInHistoryAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
