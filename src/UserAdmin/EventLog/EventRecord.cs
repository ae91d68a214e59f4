using UserAdmin.EventLog.Sealing;

namespace UserAdmin.EventLog;

/// <summary>
/// One row of the event log. Rows are only added, never changed; <see cref="EventHash"/> defines what the hash covers.
/// </summary>
internal sealed class EventRecord
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Position { get; set; }

    /// <summary>Name of the event's type, such as <c>UserEmailChanged</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>1 for an event in plain text, 2 for one whose personal text is encrypted.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Id of the user or role it happened to.</summary>
    public string SubjectId { get; set; } = "";

    /// <summary>The event as JSON, exactly the text that was hashed.</summary>
    public string Payload { get; set; } = "";

    public string ActorId { get; set; } = "";

    /// <summary>The actor's name at that time. The log must not change when a person is renamed or deleted.</summary>
    public string ActorName { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string CommandId { get; set; } = "";

    public string CommandName { get; set; } = "";

    public string? CorrelationId { get; set; }

    public string? Reason { get; set; }

    public string? IpAddress { get; set; }

    /// <summary>Hash of the event before; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; set; } = [];

    public byte[] Hash { get; set; } = [];

    /// <summary>
    /// Whether the event was set aside: it stays in the chain but is not applied. This is not stored here; a later
    /// event records it.
    /// </summary>
    public bool IsSetAside { get; set; }

    /// <summary>
    /// Whether what the event says about its subject was erased: the key is deleted. Not stored; known once the event
    /// was decrypted.
    /// </summary>
    public bool IsErased { get; set; }

    /// <summary>The keys that the event needs, as they were when it was read. Not stored here.</summary>
    public KeyLookup? Keys { get; set; }

    /// <summary>Returns a copy.</summary>
    public EventRecord Copy() => (EventRecord)MemberwiseClone();
}
