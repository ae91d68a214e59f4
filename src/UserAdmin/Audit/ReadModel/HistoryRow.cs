using UserAdmin.EventLog;

namespace UserAdmin.Audit;

/// <summary>One event of the log in words: who did what to whom, when and why, with old and new values.</summary>
public sealed class HistoryRow
{
    /// <summary>Position in the event log.</summary>
    public long Position { get; internal set; }

    /// <summary>The subject of the event, such as a user or a role.</summary>
    public string SubjectId { get; internal set; } = "";

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Id of the acting user, or a fixed id for another kind of actor.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of the actor at that time.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>What happened, in words and without the subject, such as “Email changed”.</summary>
    public string What { get; internal set; } = "";

    /// <summary>Type of the event, for icons and filters, such as <c>UserEmailChanged</c>.</summary>
    public string EventType { get; internal set; } = "";

    /// <summary>The reason, if the actor gave one.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The bulk action or import it was part of, or null.</summary>
    public string? BatchId { get; internal set; }

    /// <summary>Whether the batch is an import. Not stored; set by queries.</summary>
    public bool IsOfImport { get; internal set; }

    /// <summary>IP address that the change came from, if known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>The fields that changed, with old and new values.</summary>
    public IReadOnlyList<FieldChange> Changes => FieldChange.Parse(ChangesJson);

    /// <summary>The changes as stored.</summary>
    internal string ChangesJson { get; set; } = "";
}
