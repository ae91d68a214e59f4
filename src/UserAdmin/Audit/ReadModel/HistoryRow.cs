using UserAdmin.EventLog;

namespace UserAdmin.Audit;

/// <summary>One event of the log in words: who did what to whom, when, why, from what to what.</summary>
public sealed class HistoryRow
{
    /// <summary>Position in the event log.</summary>
    public long Position { get; internal set; }

    /// <summary>The user or role it happened to.</summary>
    public string SubjectId { get; internal set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Id of the acting user, or the word for another kind of actor.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of the actor, as it was then.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>What happened, in words without the subject: “Email changed”.</summary>
    public string What { get; internal set; } = "";

    /// <summary>Type of the event, for icons and filters: <c>UserEmailChanged</c>.</summary>
    public string EventType { get; internal set; } = "";

    /// <summary>Why, when the actor said so.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The bulk action or import it was part of, or null.</summary>
    public string? BatchId { get; internal set; }

    /// <summary>Whether that was an import. Not stored: queries say so.</summary>
    public bool IsOfImport { get; internal set; }

    /// <summary>Address it came from, when known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>Fields that changed, from what to what.</summary>
    public IReadOnlyList<FieldChange> Changes => FieldChange.Parse(ChangesJson);

    /// <summary>The changes as stored.</summary>
    internal string ChangesJson { get; set; } = "";
}
